package io.llmgateway.admin;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A list as CSV, of any length, in the memory of one page. It ends early when the client has gone,
 * which the next write notices.
 *
 * @param <T> the row of the list
 * @param <L> the line of the file
 */
final class CsvExport<T, L> implements StreamingOutput {
  private static final Logger LOG = Logger.getLogger(CsvExport.class.getName());

  /** Servers end a body as if it were whole, whatever is thrown while it is written. */
  private static final byte[] BROKEN_OFF =
      "error: this export broke off and is not whole\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final MediaType TYPE = new MediaType("text", "csv", "utf-8");

  private final Columns<L> columns;
  private final RowPages<T> pages;
  private final Function<T, List<L>> lines;
  private final List<T> firstPage;

  /** Finds the first page at once, so that what fails there is answered as an error. */
  CsvExport(Columns<L> columns, RowPages<T> pages, Function<T, List<L>> lines, String after) {
    this.columns = columns;
    this.pages = pages;
    this.lines = lines;
    this.firstPage = pages.after().apply(after);
  }

  /** Whether the client would rather have CSV than JSON. */
  static boolean wanted(HttpHeaders headers) {
    for (MediaType type : headers.getAcceptableMediaTypes()) {
      if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return false;
      }
      if (type.isCompatible(TYPE)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param name of the file, without its ending
   * @param after where to begin, or null
   * @param lines of a row
   */
  static <T, L> Response of(
      String name,
      Columns<L> columns,
      RowPages<T> pages,
      String after,
      Function<T, List<L>> lines) {
    return Response.ok(new CsvExport<>(columns, pages, lines, after))
        .type(TYPE)
        .header("content-disposition", "attachment; filename=\"" + name + ".csv\"")
        .header("cache-control", "no-store")
        .build();
  }

  /** Of a list that is there already. */
  static <T> Response whole(String name, Columns<T> columns, List<T> rows) {
    RowPages<T> pages = new RowPages<>(Integer.MAX_VALUE, after -> rows, row -> null);
    return of(name, columns, pages, null, List::of);
  }

  @Override
  public void write(OutputStream out) throws IOException {
    CsvLine line = new CsvLine();
    columns.header(line);
    out.write(line.take());
    List<T> page = firstPage;
    while (!page.isEmpty()) {
      for (T row : page) {
        lines.apply(row).forEach(l -> columns.csv(l, line));
      }
      out.write(line.take());
      out.flush();
      try {
        page = pages.next(page);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "an export broke off", e);
        out.write(BROKEN_OFF);
        return;
      }
    }
  }
}
