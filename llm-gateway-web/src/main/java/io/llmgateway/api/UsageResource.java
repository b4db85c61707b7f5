package io.llmgateway.api;

import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.Month;
import io.llmgateway.ledger.UsageArchives;
import io.llmgateway.ledger.UsageQuery;
import io.llmgateway.ledger.UsageRecords;
import io.llmgateway.ledger.UsageView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;

/** What this key has used and paid, one record for each attempt, oldest first, page by page. */
@Path("/v1/usage")
@RequiresApiKey
@ApplicationScoped
public class UsageResource {
  private static final int USUAL_LIMIT = 100;

  @Inject private UsageRecords records;
  @Inject private UsageArchives archives;

  /**
   * @param from settled at this time or later: ISO 8601, a date alone is its start in UTC
   * @param to settled before this time
   * @param limit at most so many records, 1 to {@link UsageQuery#MAX_LIMIT}
   * @param after the {@code last_id} of the page before
   */
  @GET
  public Response list(
      @Context HttpServletRequest http,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("limit") String limit,
      @QueryParam("after") String after) {
    int most = limit(limit);
    UsageQuery query =
        new UsageQuery(
            Exchange.of(http).caller().key(),
            instant("from", from),
            instant("to", to),
            most,
            after == null || after.isEmpty() ? null : after);
    List<UsageView> found = records.list(query);
    List<Month> archived = archives.within(query.filter());
    return ArchivedMonths.mark(
        Response.ok(page(found, found.size() == most, archived).toByteArray())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .build(),
        archived);
  }

  private static JsonBytes page(List<UsageView> found, boolean more, List<Month> archived) {
    JsonBytes out = new JsonBytes(1024).ascii("{\"object\":\"list\",\"data\":[");
    String separator = "";
    for (UsageView record : found) {
      out.ascii(separator);
      UsageDocument.write(record, out);
      separator = ",";
    }
    out.ascii("],\"has_more\":")
        .ascii(Boolean.toString(more))
        .ascii(",\"last_id\":")
        .string(found.isEmpty() ? null : found.get(found.size() - 1).id());
    ArchivedMonths.write(archived, out);
    return out.ascii("}");
  }

  private static int limit(String text) {
    if (text == null) {
      return USUAL_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= UsageQuery.MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw invalid("limit", "a whole number from 1 to " + UsageQuery.MAX_LIMIT);
  }

  private static Instant instant(String name, String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeParseException e) {
      throw invalid(name, "a time such as 2026-01-31T12:00:00Z or a date");
    }
  }

  private static ChatException.Final invalid(String name, String expected) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "Invalid '%s': expected %s.".formatted(name, expected), name);
  }
}
