package io.llmgateway.api;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Month;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says beside an answer which months it is about whose usage records have gone to an archive, so
 * that an empty list is not taken for no usage.
 */
public final class ArchivedMonths {
  static final String HEADER = "x-gateway-archived-months";

  private ArchivedMonths() {}

  /** Adds the member {@code archived_months} to an object that has others; none without months. */
  public static void write(List<Month> months, JsonBytes out) {
    if (months.isEmpty()) {
      return;
    }
    out.ascii(",\"archived_months\":[");
    String separator = "";
    for (Month month : months) {
      out.ascii(separator).string(month.toString());
      separator = ",";
    }
    out.ascii("]");
  }

  /** The same as a header, which files have too. */
  public static Response mark(Response response, List<Month> months) {
    return months.isEmpty()
        ? response
        : Response.fromResponse(response)
            .header(HEADER, months.stream().map(Month::toString).collect(Collectors.joining(",")))
            .build();
  }
}
