package io.llmgateway.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProvidersPageTest {
  private static final Path PAGE = Path.of("..", "docs", "providers.md");

  /** To write the page anew: {@code -Dproviders.page=write}. */
  @Test
  void isWhatTheCatalogueSays() throws IOException {
    String page = Files.readString(PAGE);
    String generated = ProvidersPage.text(Catalog.load());
    int begin = page.indexOf(ProvidersPage.BEGIN);
    int end = page.indexOf(ProvidersPage.END) + ProvidersPage.END.length();
    if ("write".equals(System.getProperty("providers.page"))) {
      Files.writeString(PAGE, page.substring(0, begin) + generated + page.substring(end));
      return;
    }
    assertEquals(
        generated, page.substring(begin, end), "run this test with -Dproviders.page=write");
  }
}
