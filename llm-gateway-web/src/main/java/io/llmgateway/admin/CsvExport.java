package io.llmgateway.admin;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;

/**
 * A list as CSV, of any length, in the memory of one page: each page is a query of its own, which
 * begins after the last row of the one before, so that no transaction stays open. It ends early
 * when the client has gone, which the next write notices.
 *
 * @param <T> the row
 */
final class CsvExport<T> implements StreamingOutput {
  static final MediaType TYPE = new MediaType("text", "csv", "utf-8");

  private final Columns<T> columns;
  private final int pageSize;
  private final Function<String, List<T>> pages;
  private final Function<T, String> id;
  private final List<T> firstPage;

  private CsvExport(
      Columns<T> columns,
      int pageSize,
      Function<String, List<T>> pages,
      Function<T, String> id,
      String after) {
    this.columns = columns;
    this.pageSize = pageSize;
    this.pages = pages;
    this.id = id;
    this.firstPage = pages.apply(after);
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
   * @param pageSize how many rows a page has, the last one excepted
   * @param pages finds the page after the row with this id; null for the first one
   * @param after where to begin, or null
   */
  static <T> Response answer(
      String name,
      Columns<T> columns,
      int pageSize,
      Function<String, List<T>> pages,
      Function<T, String> id,
      String after) {
    return Response.ok(new CsvExport<>(columns, pageSize, pages, id, after))
        .type(TYPE)
        .header("content-disposition", "attachment; filename=\"" + name + ".csv\"")
        .header("cache-control", "no-store")
        .build();
  }

  @Override
  public void write(OutputStream out) throws IOException {
    CsvLine line = new CsvLine();
    columns.header(line);
    List<T> page = firstPage;
    while (true) {
      for (T row : page) {
        columns.csv(row, line);
      }
      out.write(line.take());
      out.flush();
      if (page.size() < pageSize) {
        return;
      }
      page = pages.apply(id.apply(page.get(page.size() - 1)));
    }
  }
}
