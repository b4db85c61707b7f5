package io.llmgateway.routing.health;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.RoutingSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The breakers and cooldowns of all channels.
 *
 * @param channels what holds for each channel, by name
 */
public record HealthSettings(Map<String, Terms> channels) {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,5}");
  private static final int MOST_CALLS = 10_000;
  private static final Duration MOST_TIME = Duration.ofDays(1);

  /** What holds for one channel. */
  public record Terms(BreakerSettings breaker, CooldownSettings cooldown) {
    static final Terms DEFAULT = new Terms(BreakerSettings.DEFAULT, CooldownSettings.DEFAULT);
  }

  public HealthSettings {
    channels = Map.copyOf(channels);
  }

  /**
   * @throws ConfigException naming the property that can not be used
   */
  public static HealthSettings from(ConfigView view, RoutingSettings routes) {
    terms(view, ""); // what is wrong with the defaults is wrong without any channel too
    Map<String, Terms> channels = new LinkedHashMap<>();
    for (ChannelSettings channel : routes.channels()) {
      channels.put(channel.name(), terms(view, "channel." + channel.name() + "."));
    }
    return new HealthSettings(channels);
  }

  private static Terms terms(ConfigView view, String channel) {
    Reader reader = new Reader(view, channel);
    CooldownSettings standard = CooldownSettings.DEFAULT;
    return new Terms(
        breaker(reader),
        new CooldownSettings(
            reader.time("cooldown.brief", standard.brief(), Duration.ofMillis(1)),
            reader.time("cooldown.lasting", standard.lasting(), Duration.ofMillis(1))));
  }

  private static BreakerSettings breaker(Reader reader) {
    BreakerSettings standard = BreakerSettings.DEFAULT;
    BreakerSettings.Window window = reader.window(standard.window());
    int minCalls =
        window.byCalls() ? Math.min(standard.minCalls(), window.calls()) : standard.minCalls();
    return new BreakerSettings(
        window,
        reader.count("breaker.min-calls", minCalls, MOST_CALLS),
        reader.rate("breaker.error-rate", standard.errorRate()),
        reader.rate("breaker.slow-rate", standard.slowRate()),
        reader.time("breaker.slow-after", standard.slowAfter(), Duration.ofMillis(1)),
        reader.time("breaker.open-for", standard.openFor(), Duration.ofMillis(1)),
        reader.count("breaker.half-open-calls", standard.halfOpenCalls(), 100),
        reader.time("breaker.ramp", standard.ramp(), Duration.ZERO));
  }

  /** Reads a setting of the channel, or else the one for all. */
  private record Reader(ConfigView view, String channel) {
    String name(String setting) {
      String own = "gateway." + channel + setting;
      return view.text(own).isPresent() ? own : "gateway." + setting;
    }

    BreakerSettings.Window window(BreakerSettings.Window otherwise) {
      String name = name("breaker.window");
      String text = view.text(name).orElse(null);
      if (text == null) {
        return otherwise;
      }
      if (WHOLE_NUMBER.matcher(text).matches()) {
        return new BreakerSettings.Window(count("breaker.window", 0, MOST_CALLS), null);
      }
      Duration time = view.duration(name).orElseThrow();
      if (time.compareTo(Duration.ofSeconds(1)) < 0
          || time.compareTo(Duration.ofHours(1)) > 0
          || time.getNano() != 0) {
        throw new ConfigException(
            name, "must be a number of calls, or whole seconds from PT1S to PT1H: " + text);
      }
      return new BreakerSettings.Window(0, time);
    }

    int count(String setting, int otherwise, int most) {
      String name = name(setting);
      int count = view.integer(name).orElse(otherwise);
      if (count < 1 || count > most) {
        throw new ConfigException(name, "must be from 1 to " + most + ": " + count);
      }
      return count;
    }

    /** A share such as 0.5, or a percentage such as 50%. */
    double rate(String setting, double otherwise) {
      String name = name(setting);
      String text = view.text(name).orElse(null);
      if (text == null) {
        return otherwise;
      }
      BigDecimal rate;
      try {
        rate =
            text.endsWith("%")
                ? new BigDecimal(text.substring(0, text.length() - 1).trim()).movePointLeft(2)
                : new BigDecimal(text);
      } catch (NumberFormatException e) {
        throw new ConfigException(name, "neither a share such as 0.5 nor 50%: " + text);
      }
      if (rate.signum() <= 0 || rate.compareTo(BigDecimal.ONE) > 0) {
        throw new ConfigException(name, "must be more than 0, and at most 1 or 100%: " + text);
      }
      return rate.doubleValue();
    }

    Duration time(String setting, Duration otherwise, Duration least) {
      String name = name(setting);
      Duration time = view.duration(name).orElse(otherwise);
      if (time.compareTo(least) < 0 || time.compareTo(MOST_TIME) > 0) {
        throw new ConfigException(name, "must be from " + least + " to P1D: " + time);
      }
      return time;
    }
  }
}
