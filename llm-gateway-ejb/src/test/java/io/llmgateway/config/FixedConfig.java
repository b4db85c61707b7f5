package io.llmgateway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** A {@code Config} over given sources, by ordinal, that knows texts only. */
final class FixedConfig implements Config {
  private final List<ConfigSource> sources;

  FixedConfig(ConfigSource... sources) {
    this.sources = new ArrayList<>(List.of(sources));
    this.sources.sort(Comparator.comparingInt(ConfigSource::getOrdinal).reversed());
  }

  static ConfigSource source(int ordinal, Map<String, String> values) {
    return new ConfigSource() {
      @Override
      public int getOrdinal() {
        return ordinal;
      }

      @Override
      public Set<String> getPropertyNames() {
        return values.keySet();
      }

      @Override
      public String getValue(String name) {
        return values.get(name);
      }

      @Override
      public String getName() {
        return "source " + ordinal;
      }
    };
  }

  /** As a server's: names as they are and as guessed, looked up by MicroProfile's mapping too. */
  static ConfigSource environment(Map<String, String> variables) {
    return new ConfigSource() {
      @Override
      public int getOrdinal() {
        return 300;
      }

      @Override
      public Set<String> getPropertyNames() {
        Set<String> names = new TreeSet<>(variables.keySet());
        variables.keySet().forEach(v -> names.add(v.toLowerCase(Locale.ROOT).replace('_', '.')));
        return names;
      }

      @Override
      public String getValue(String name) {
        return variables.getOrDefault(name, variables.get(NamePattern.variableOf(name)));
      }

      @Override
      public String getName() {
        return "environment";
      }
    };
  }

  @Override
  public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
    return sources.stream()
        .map(source -> source.getValue(name))
        .filter(value -> value != null && !value.isEmpty())
        .findFirst()
        .map(type::cast);
  }

  @Override
  public <T> T getValue(String name, Class<T> type) {
    return getOptionalValue(name, type).orElseThrow();
  }

  @Override
  public ConfigValue getConfigValue(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterable<String> getPropertyNames() {
    return new TreeSet<>();
  }

  @Override
  public Iterable<ConfigSource> getConfigSources() {
    return sources;
  }

  @Override
  public <T> Optional<Converter<T>> getConverter(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new IllegalArgumentException();
  }
}
