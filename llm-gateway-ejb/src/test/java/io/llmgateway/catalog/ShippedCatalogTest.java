package io.llmgateway.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the files that the gateway ships, beyond the rules for every file. */
class ShippedCatalogTest {
  private static final Catalog SHIPPED = Catalog.load();
  private static final Path FOLDER = Path.of("src", "main", "resources", "catalog");

  @Test
  void everyFileIsInTheIndex() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Set<String> there =
          files
              .map(file -> file.getFileName().toString().replace(".json", ""))
              .filter(name -> !name.equals("index"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(
          SHIPPED.providers().stream()
              .map(ProviderCard::id)
              .collect(Collectors.toCollection(TreeSet::new)),
          there);
    }
  }

  @Test
  void everyModelAnswersToItsProvidersNameAndItsOwn() {
    for (ProviderCard card : SHIPPED.providers()) {
      for (ModelCard model : card.models()) {
        String name = card.id() + "/" + model.id();
        assertEquals(model, SHIPPED.model(name).orElseThrow(), name);
        assertTrue(SHIPPED.model(model.id()).isPresent(), name);
      }
    }
  }

  @Test
  void noModelIsNamedAsAnotherProvidersIs() {
    Set<String> providers =
        SHIPPED.providers().stream().map(ProviderCard::id).collect(Collectors.toSet());
    for (ProviderCard card : SHIPPED.providers()) {
      for (ModelCard model : card.models()) {
        int slash = model.id().indexOf('/');
        assertFalse(
            slash > 0 && providers.contains(model.id().substring(0, slash)),
            card.id() + ": " + model.id());
      }
    }
  }

  @Test
  void whatIsNotCalledByItsIdHasNoPriceThere() {
    for (ModelCard model : models()) {
      assertFalse(model.traits().base() && model.price() != null, model.id());
    }
  }

  @Test
  void noFilingHasANumber() {
    for (ModelCard model : models()) {
      assertFalse(model.traits().filing().proven(), model.id());
    }
  }

  @Test
  void knowsTypesAbsencesRetirementsAndUnknownPrices() {
    assertEquals(Set.of("chat", "embedding", "rerank"), typesOf(models()));
    assertTrue(models().stream().anyMatch(m -> m.traits().lacks().contains("tools")));
    assertTrue(models().stream().filter(m -> m.traits().retirement() != null).count() > 50);
    assertTrue(models().stream().filter(m -> m.price() == null).count() > 50, "unknown prices");
  }

  private static Set<String> typesOf(List<ModelCard> models) {
    return models.stream().map(ModelCard::type).collect(Collectors.toSet());
  }

  private static List<ModelCard> models() {
    return SHIPPED.providers().stream().flatMap(card -> card.models().stream()).toList();
  }
}
