package io.llmgateway.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All {@code gateway.*} properties as they were at one moment, with typed access. Immutable.
 *
 * <p>Every typed reader throws {@link ConfigException} when the value can not be read as its type;
 * a blank value counts as absent.
 */
public final class ConfigView {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,10})\\s*(B|KiB|MiB|GiB)?");
  private static final Map<String, Long> UNITS =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private final TreeMap<String, String> values;
  private final Map<String, String> environment;

  /** Without any environment variable. */
  public ConfigView(Map<String, String> values) {
    this(values, Map.of());
  }

  /**
   * @param environment the environment variables, whose presence may mean something by itself: a
   *     provider's credential makes a channel
   */
  public ConfigView(Map<String, String> values, Map<String, String> environment) {
    this.values = new TreeMap<>(values);
    this.environment = Map.copyOf(environment);
  }

  /**
   * @return the value of an environment variable; empty when it is not set, or blank
   */
  public Optional<String> environment(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(String::trim)
        .filter(v -> !v.isEmpty());
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::trim).filter(v -> !v.isEmpty());
  }

  /**
   * @return the comma-separated parts, trimmed, empty ones left out
   */
  public List<String> list(String name) {
    return text(name).stream()
        .flatMap(v -> Arrays.stream(v.split(",")))
        .map(String::trim)
        .filter(v -> !v.isEmpty())
        .toList();
  }

  public Optional<Duration> duration(String name) {
    return text(name)
        .map(
            v -> {
              try {
                return Duration.parse(v);
              } catch (DateTimeParseException e) {
                throw new ConfigException(name, "not an ISO-8601 duration such as PT10S: " + v);
              }
            });
  }

  public Optional<Integer> integer(String name) {
    return text(name)
        .map(
            v -> {
              try {
                return Integer.valueOf(v);
              } catch (NumberFormatException e) {
                throw new ConfigException(name, "not a whole number: " + v);
              }
            });
  }

  /**
   * @param most in bytes
   * @return a number of bytes, written as it is or with a unit such as {@code 32MiB}
   */
  public Optional<Integer> size(String name, int most) {
    return text(name)
        .map(
            v -> {
              Matcher size = SIZE.matcher(v);
              if (!size.matches()) {
                throw new ConfigException(name, "not a size such as 32MiB: " + v);
              }
              long unit = UNITS.get(size.group(2) == null ? "B" : size.group(2));
              long bytes = Long.parseLong(size.group(1)) * unit;
              if (bytes < 1 || bytes > most) {
                throw new ConfigException(
                    name, "must be between 1B and " + (most >> 20) + "MiB: " + v);
              }
              return (int) bytes;
            });
  }

  public Optional<BigDecimal> decimal(String name) {
    return text(name)
        .map(
            v -> {
              try {
                return new BigDecimal(v);
              } catch (NumberFormatException e) {
                throw new ConfigException(name, "not a decimal number: " + v);
              }
            });
  }

  public Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            v ->
                switch (v) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new ConfigException(name, "neither true nor false: " + v);
                });
  }

  /**
   * @param prefix such as {@code gateway.channel.}
   * @return the name parts that directly follow the prefix, in alphabetical order: {@code
   *     gateway.channel.a.provider} gives {@code a}. A part may itself hold dots when its property
   *     is one of {@code suffixes}: model names do
   */
  public Set<String> groups(String prefix, Set<String> suffixes) {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<String, String> entry : values.tailMap(prefix).entrySet()) {
      String name = entry.getKey();
      if (!name.startsWith(prefix)) {
        break;
      }
      if (entry.getValue().isBlank()) {
        continue;
      }
      String rest = name.substring(prefix.length());
      suffixes.stream()
          .filter(s -> rest.endsWith("." + s) && rest.length() > s.length() + 1)
          .map(s -> rest.substring(0, rest.length() - s.length() - 1))
          .min((a, b) -> Integer.compare(a.length(), b.length()))
          .ifPresent(found::add);
    }
    return found;
  }

  /**
   * @return these properties too, where this view has none of the name
   */
  public ConfigView with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(more);
    all.putAll(values);
    return new ConfigView(all, environment);
  }

  /**
   * @return these properties too, in place of those of the same name
   */
  public ConfigView overridden(Map<String, String> better) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(better);
    return new ConfigView(all, environment);
  }

  /** Whether any property begins so. */
  public boolean speaksOf(String prefix) {
    String next = values.ceilingKey(prefix);
    return next != null && next.startsWith(prefix);
  }

  /** Whether the property is there, be it blank. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  /** Two views are equal when every property and environment variable is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigView view
        && values.equals(view.values)
        && environment.equals(view.environment);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return "ConfigView" + values.keySet();
  }
}
