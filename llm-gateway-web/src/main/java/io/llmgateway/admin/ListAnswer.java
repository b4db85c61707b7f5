package io.llmgateway.admin;

import io.llmgateway.api.ArchivedMonths;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Month;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One page of a list: {@code {"object":"list","data":[...],"has_more":...,"last_id":...}}. The next
 * page is asked for with {@code after=<last_id>}.
 */
final class ListAnswer {
  private ListAnswer() {}

  /**
   * @param found in order; one row more than {@code limit} says that there are more
   * @param id the cursor of a row
   * @param writer writes a row as one JSON object
   */
  static <T> Response page(
      List<T> found, int limit, Function<T, String> id, BiConsumer<T, JsonBytes> writer) {
    return page(found, limit, id, writer, List.of());
  }

  /**
   * @param archived months whose rows are elsewhere
   */
  static <T> Response page(
      List<T> found,
      int limit,
      Function<T, String> id,
      BiConsumer<T, JsonBytes> writer,
      List<Month> archived) {
    List<T> rows = found.size() > limit ? found.subList(0, limit) : found;
    JsonBytes out = new JsonBytes(1024).ascii("{\"object\":\"list\",\"data\":[");
    String separator = "";
    for (T row : rows) {
      out.ascii(separator);
      writer.accept(row, out);
      separator = ",";
    }
    out.ascii("],\"has_more\":")
        .ascii(Boolean.toString(found.size() > limit))
        .ascii(",\"last_id\":")
        .string(rows.isEmpty() ? null : id.apply(rows.get(rows.size() - 1)));
    ArchivedMonths.write(archived, out);
    return json(Response.ok(), out.ascii("}"));
  }

  /** As JSON, or as CSV if the client would rather have that. */
  static <T> Response page(
      List<T> found,
      int limit,
      Function<T, String> id,
      Columns<T> columns,
      HttpHeaders headers,
      String name) {
    return page(found, limit, id, columns, headers, name, List.of());
  }

  /**
   * @param archived months that the list is about, of whose rows only sums are left
   */
  static <T> Response page(
      List<T> found,
      int limit,
      Function<T, String> id,
      Columns<T> columns,
      HttpHeaders headers,
      String name,
      List<Month> archived) {
    if (!CsvExport.wanted(headers)) {
      return page(found, limit, id, columns::json, archived);
    }
    return CsvExport.whole(name, columns, found.size() > limit ? found.subList(0, limit) : found);
  }

  /** One document. */
  static Response json(Response.ResponseBuilder response, JsonBytes document) {
    return response
        .entity(document.toByteArray())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header("cache-control", "no-store")
        .build();
  }
}
