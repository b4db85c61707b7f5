package io.llmgateway.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProvidersPageTest {
  @Test
  void isWhatTheCatalogueSays() throws IOException {
    compare("providers.md", ProvidersPage.text(Catalog.load()));
  }

  @Test
  void theModelsAreWhatTheCatalogueSays() throws IOException {
    compare("models.md", ModelsPage.text(Catalog.load()));
  }

  /** To write the pages anew: {@code -Dproviders.page=write}. */
  private static void compare(String name, String generated) throws IOException {
    Path file = Path.of("..", "docs", name);
    String page = Files.readString(file);
    int begin = page.indexOf(ProvidersPage.BEGIN);
    int end = page.indexOf(ProvidersPage.END) + ProvidersPage.END.length();
    if ("write".equals(System.getProperty("providers.page"))) {
      Files.writeString(file, page.substring(0, begin) + generated + page.substring(end));
      return;
    }
    assertEquals(
        generated, page.substring(begin, end), "run this test with -Dproviders.page=write");
  }
}
