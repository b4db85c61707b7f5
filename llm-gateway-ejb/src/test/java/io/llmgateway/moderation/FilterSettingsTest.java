package io.llmgateway.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterSettingsTest {
  @Test
  void hasDefaults() {
    FilterSettings settings = FilterSettings.from(new ConfigView(Map.of()));
    assertEquals(FilterSettings.DEFAULT, settings);
    assertEquals(FilterPolicy.SURFACE, settings.policy());
    assertEquals(Duration.ofDays(30), settings.keep());
    assertEquals(32_768, settings.maxText());
    assertEquals(200, settings.maxQueue());
  }

  @Test
  void theRequestedNameCountsBeforeTheModelItStandsForAndThatBeforeTheDefault() {
    FilterSettings settings =
        FilterSettings.from(
            new ConfigView(
                Map.of(
                    "gateway.content-filter.policy", "review",
                    "gateway.model.auto.content-filter", "surface",
                    "gateway.model.glm-4.6.content-filter", "next-candidate")));
    assertEquals(FilterPolicy.SURFACE, settings.policy("auto", "glm-4.6"));
    assertEquals(FilterPolicy.NEXT_CANDIDATE, settings.policy("zhipu/glm-4.6", "glm-4.6"));
    assertEquals(FilterPolicy.REVIEW, settings.policy("other", "other"));
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.content-filter.policy,drop",
    "gateway.model.a.content-filter,true",
    "gateway.content-filter.review.keep,PT59M",
    "gateway.content-filter.review.keep,P3651D",
    "gateway.content-filter.review.max-text,999",
    "gateway.content-filter.review.max-text,1048577",
    "gateway.content-filter.review.max-queue,0"
  })
  void namesWhatCanNotBeUsed(String name, String value) {
    assertEquals(
        name,
        assertThrows(
                ConfigException.class,
                () -> FilterSettings.from(new ConfigView(Map.of(name, value))))
            .name());
  }
}
