package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvExportTest {
  private static final Columns<String> COLUMNS =
      new Columns<String>("name").text("name", row -> row);

  @Test
  void writesPageAfterPageUntilThereIsNone() throws IOException {
    RowPages<String> pages =
        new RowPages<>(1, after -> after == null ? List.of("a") : next(after), row -> row);
    assertEquals("name\r\na\r\nb\r\n", written(pages));
  }

  @Test
  void saysInTheLastLineThatItBrokeOff() throws IOException {
    RowPages<String> pages =
        new RowPages<>(
            1,
            after -> {
              if (after != null) {
                throw new IllegalStateException("the database went away");
              }
              return List.of("a");
            },
            row -> row);
    assertEquals("name\r\na\r\nerror: this export broke off and is not whole\r\n", written(pages));
  }

  private static List<String> next(String after) {
    return after.equals("a") ? List.of("b") : List.of();
  }

  private static String written(RowPages<String> pages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CsvExport<String, String>(COLUMNS, pages, List::of, null).write(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
