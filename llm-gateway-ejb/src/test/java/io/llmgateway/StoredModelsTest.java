package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.ModelBook;
import io.llmgateway.routing.StoredModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredModelsTest {
  private static final String WINDOW = "gateway.model.a.context-window";
  private static final ConfigView CONFIGURATION =
      new ConfigView(Map.of(WINDOW, "100", "gateway.model.a.max-tools", "3"));

  private final List<StoredModel> database = new ArrayList<>();
  private final StoredModels models =
      new StoredModels(
          new ModelBook() {
            @Override
            public List<StoredModel> all() {
              return List.copyOf(database);
            }
          });
  private int changes;

  private void say(String model, String setting, String value) {
    database.removeIf(row -> row.model().equals(model));
    database.add(new StoredModel(model, Map.of(setting, value), Instant.EPOCH, Instant.EPOCH));
  }

  @Test
  void whatOperatorsSayStandsBeforeTheConfiguration() {
    say("a", "context-window", "200");
    models.start();
    ConfigView view = models.over(CONFIGURATION);
    assertEquals("200", view.text(WINDOW).orElseThrow());
    assertEquals("3", view.text("gateway.model.a.max-tools").orElseThrow());
    assertEquals("100", models.declared().text(WINDOW).orElseThrow());
  }

  @Test
  void aChangeIsTakenOverOnce() {
    models.onChange(() -> changes++);
    models.start();
    models.reload();
    assertEquals(0, changes);
    say("a", "context-window", "200");
    models.reload();
    models.reload();
    assertEquals(1, changes);
    assertEquals("200", models.over(CONFIGURATION).text(WINDOW).orElseThrow());
    database.clear();
    models.reload();
    assertEquals(2, changes);
    assertEquals("100", models.over(CONFIGURATION).text(WINDOW).orElseThrow());
  }

  @Test
  void whatCanNotBeUsedIsLeftOutUntilItIsAnother() {
    say("a", "context-window", "many");
    say("b", "context-window", "300");
    models.start();
    assertFalse(models.refuse(new ConfigException("gateway.model.a.max-tools", "no")));
    assertTrue(models.refuse(new ConfigException(WINDOW, "not a whole number")));
    assertFalse(models.refuse(new ConfigException(WINDOW, "once more")));
    ConfigView view = models.over(CONFIGURATION);
    assertEquals("100", view.text(WINDOW).orElseThrow());
    assertEquals("300", view.text("gateway.model.b.context-window").orElseThrow());
    assertTrue(models.problem("a").contains("not a whole number"));
    assertNull(models.problem("b"));
    say("a", "context-window", "400");
    models.reload();
    assertNull(models.problem("a"));
    assertEquals("400", models.over(CONFIGURATION).text(WINDOW).orElseThrow());
  }
}
