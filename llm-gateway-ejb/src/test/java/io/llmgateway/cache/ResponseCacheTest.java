package io.llmgateway.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.llmgateway.chat.Usage;
import io.llmgateway.config.ConfigView;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseCacheTest {
  private static final String COLD = "{\"model\":\"m\",\"temperature\":0,\"messages\":[]}";

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final ResponseCache cache =
      new ResponseCache(
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  @Test
  void doesNothingUnlessTheOperatorSaysSo() {
    assertSame(CacheLookup.NONE, look("team", COLD, CacheWish.NONE));
  }

  @Test
  void givesAnAnswerToTheSameAccountOnly() {
    enable();
    keep(look("team", COLD, CacheWish.NONE));
    assertNotNull(look("team", COLD, CacheWish.NONE).hit());
    assertNull(look("other", COLD, CacheWish.NONE).hit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\":[],\"temperature\":0.0,\"model\":\"m\"}",
        "{\"model\":\"m\",\"temperature\":0,\"messages\":[],\"stream\":true,"
            + "\"stream_options\":{\"include_usage\":true}}",
        "{\"model\":\"m\",\"temperature\":0,\"messages\":[],\"gateway\":{\"cache\":true}}"
      })
  void knowsTheSameRequestInAnotherForm(String same) {
    enable();
    keep(look("team", COLD, CacheWish.NONE));
    assertNotNull(look("team", same, CacheWish.NONE).hit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"user\":\"u\"",
        "\"seed\":1",
        "\"n\":2",
        "\"tools\":[]",
        "\"max_tokens\":5",
        "\"unknown\":null",
        "\"gateway\":{\"only\":[\"a\"]}"
      })
  void anyOtherFieldMakesAnotherRequest(String field) {
    enable();
    keep(look("team", COLD, CacheWish.NONE));
    String other = COLD.substring(0, COLD.length() - 1) + "," + field + "}";
    assertNull(look("team", other, CacheWish.NONE).hit());
  }

  @Test
  void textsDoNotRunIntoEachOther() {
    assertNotEquals(key("{\"stop\":[\"a\",\"b\"]}"), key("{\"stop\":[\"ab\",\"\"]}"));
    assertNotEquals(key("{\"a\":\"1\"}"), key("{\"a\":1}"));
    assertNotEquals(key("{\"a\":true}"), key("{\"a\":\"true\"}"));
    assertEquals(key("{\"a\":1e2}"), key("{\"a\":100}"));
  }

  @Test
  void keepsToWhatTheClientAllows() {
    enable();
    keep(look("team", COLD, CacheWish.NONE));
    now = now.plusSeconds(30);
    assertNull(look("team", COLD, CacheWish.of("no-cache", null)).hit());
    assertNull(look("team", COLD, CacheWish.of("max-age=29", null)).hit());
    assertNotNull(look("team", COLD, CacheWish.of("max-age=30", null)).hit());
    assertNull(look("team", COLD, CacheWish.of("max-age=x", null)).hit());
    assertNull(look("team", COLD, CacheWish.of(null, "false")).hit());
    assertFalse(look("team", COLD, CacheWish.of("no-store", null)).kept());
  }

  @Test
  void takesPartOnlyAtTemperatureZeroOrOnRequest() {
    enable();
    String warm = "{\"model\":\"m\",\"messages\":[]}";
    assertSame(CacheLookup.NONE, look("team", warm, CacheWish.NONE));
    keep(look("team", warm, CacheWish.of(null, "true")));
    assertNotNull(look("team", warm, CacheWish.of(null, "true")).hit());
    String refuses = "{\"model\":\"m\",\"temperature\":0,\"gateway\":{\"cache\":false}}";
    assertSame(CacheLookup.NONE, look("team", refuses, CacheWish.of(null, "true")));
  }

  @Test
  void forgetsAfterItsTimeAndWithEachConfiguration() {
    enable();
    keep(look("team", COLD, CacheWish.NONE));
    now = now.plus(Duration.ofMinutes(61));
    assertNull(look("team", COLD, CacheWish.NONE).hit());
    keep(look("team", COLD, CacheWish.NONE));
    assertNotNull(look("team", COLD, CacheWish.NONE).hit());
    enable();
    assertNull(look("team", COLD, CacheWish.NONE).hit());
  }

  @Test
  void givesAnOldAnswerAfterAFailureOnlyWhereTheModelAllowsIt() {
    enable("gateway.model.m.stale-if-error", "PT3H");
    keep(look("team", COLD, CacheWish.NONE));
    now = now.plus(Duration.ofHours(2));
    CacheLookup later = look("team", COLD, CacheWish.NONE);
    assertNull(later.hit());
    assertNotNull(cache.stale(later));
    assertNull(cache.stale(look("team", COLD, CacheWish.of("no-cache", null))));
    assertNull(cache.stale(look("team", COLD, CacheWish.of("max-age=7199", null))));
    assertNotNull(cache.stale(look("team", COLD, CacheWish.of("max-age=7200", null))));
    now = now.plus(Duration.ofHours(2));
    assertNull(cache.stale(look("team", COLD, CacheWish.NONE)));
    enable();
    keep(look("team", COLD, CacheWish.NONE));
    assertNull(cache.stale(look("team", COLD, CacheWish.NONE)));
  }

  @Test
  void doesNotKeepWhatIsTooLarge() {
    enable("gateway.cache.max-answer", "100B");
    keep(look("team", COLD, CacheWish.NONE));
    assertNull(look("team", COLD, CacheWish.NONE).hit());
  }

  private void enable(String... more) {
    Map<String, String> values = new HashMap<>(Map.of("gateway.cache.enabled", "true"));
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    cache.apply(CacheSettings.from(new ConfigView(values)));
  }

  private CacheLookup look(String account, String body, CacheWish wish) {
    return cache.look(account, "chat", "m", json(body), wish, false);
  }

  private void keep(CacheLookup lookup) {
    cache.keep(lookup, new KeptAnswer("m", "p", "u", "c", Usage.of(1, 1), "{}", now));
  }

  private static CacheKey key(String body) {
    return CacheKey.of("team", "chat", "m", json(body));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }
}
