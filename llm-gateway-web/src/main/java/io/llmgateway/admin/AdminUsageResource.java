package io.llmgateway.admin;

import io.llmgateway.api.ArchivedMonths;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Month;
import io.llmgateway.ledger.UsageArchives;
import io.llmgateway.ledger.UsageFilter;
import io.llmgateway.ledger.UsageGrouping;
import io.llmgateway.ledger.UsageQuery;
import io.llmgateway.ledger.UsageRecords;
import io.llmgateway.ledger.UsageSummary;
import io.llmgateway.ledger.UsageSums;
import io.llmgateway.ledger.UsageView;
import io.llmgateway.routing.decision.DecisionLog;
import io.llmgateway.routing.decision.DecisionRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What has been used: each record, and sums. */
@Path("/admin/api/usage")
@ApplicationScoped
public class AdminUsageResource {
  private static final int MOST_GROUPS = 10_000;
  private static final Duration YEAR = Duration.ofDays(366);

  @Inject private UsageRecords records;
  @Inject private UsageSums sums;
  @Inject private UsageArchives archives;
  @Inject private DecisionLog decisions;

  /** One record for each attempt, in the order of settlement; as CSV all of them, else a page. */
  @GET
  @Described(
      value = "Usage records in the order of settlement; as CSV all of them.",
      query = {
        "request_id",
        "account",
        "key",
        "model",
        "upstream_model",
        "provider",
        "channel",
        "day",
        "from",
        "to"
      },
      pages = true,
      csv = true,
      answer = "UsageRecord")
  public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
    ListQuery query = query(uri);
    UsageFilter filter = filter(query);
    if (!filter.indexed()) {
      throw ListQuery.invalid(
          query.given("provider") ? "provider" : "upstream_model",
          "it needs another filter beside it, or from and to at most 31 days apart");
    }
    List<Month> archived = archives.within(filter);
    if (CsvExport.wanted(headers) && !query.given("limit")) {
      RowPages<UsageView> pages =
          new RowPages<>(
              UsageQuery.MOST,
              after -> records.list(new UsageQuery(filter, UsageQuery.MOST, after)),
              UsageView::id);
      return ArchivedMonths.mark(
          CsvExport.of("usage", UsageColumns.RECORD, pages, query.after(), List::of), archived);
    }
    int limit = query.limit();
    List<UsageView> found = records.list(new UsageQuery(filter, limit + 1, query.after()));
    return ArchivedMonths.mark(
        CsvExport.wanted(headers)
            ? ListAnswer.page(
                found, limit, UsageView::id, UsageColumns.RECORD, headers, "usage", archived)
            : withRoutes(found, limit, archived),
        archived);
  }

  private Response withRoutes(List<UsageView> found, int limit, List<Month> archived) {
    Map<String, DecisionRow> routed = decisions.find(calls(found));
    return ListAnswer.page(
        found,
        limit,
        UsageView::id,
        (row, out) -> write(row, routed.get(row.callId()), out),
        archived);
  }

  private static Set<String> calls(List<UsageView> found) {
    Set<String> calls = new LinkedHashSet<>();
    found.forEach(row -> calls.add(row.callId()));
    return calls;
  }

  /** A record with how its route was chosen; null where there was nothing to choose. */
  private static void write(UsageView row, DecisionRow decision, JsonBytes out) {
    Members members = UsageColumns.RECORD.open(row, out);
    if (decision == null) {
      members.text("routing", null).end();
    } else {
      members.json("routing", decision.explanation()).end();
    }
  }

  /** Sums by what {@code group} says, and always by the currencies of charge and cost. */
  @GET
  @Path("/summary")
  @Described(
      value = "Sums of usage by group, and always by the currencies of charge and cost.",
      query = {
        "group",
        "account",
        "key",
        "model",
        "upstream_model",
        "provider",
        "channel",
        "day",
        "from",
        "to"
      },
      list = true,
      csv = true,
      answer = "UsageSummary")
  public Response summary(@Context UriInfo uri, @Context HttpHeaders headers) {
    ListQuery query = summaryQuery(uri);
    UsageFilter filter = filter(query);
    requireSpan(filter);
    List<UsageGrouping> groupings = groupings(query.text("group"));
    List<UsageSummary> found = sums.by(groupings, filter, MOST_GROUPS + 1);
    if (found.size() > MOST_GROUPS) {
      throw ListQuery.invalid("group", "there would be more than " + MOST_GROUPS + " sums");
    }
    List<Month> archived = archives.within(filter);
    return ArchivedMonths.mark(
        ListAnswer.page(
            found,
            MOST_GROUPS,
            row -> null,
            UsageColumns.summary(groupings),
            headers,
            "usage-summary",
            archived),
        archived);
  }

  private static ListQuery query(UriInfo uri) {
    return ListQuery.of(
        uri,
        "request_id",
        "account",
        "key",
        "model",
        "upstream_model",
        "provider",
        "channel",
        "day",
        "from",
        "to");
  }

  private static ListQuery summaryQuery(UriInfo uri) {
    return ListQuery.withoutPages(
        uri,
        "group",
        "account",
        "key",
        "model",
        "upstream_model",
        "provider",
        "channel",
        "day",
        "from",
        "to");
  }

  private static UsageFilter filter(ListQuery query) {
    LocalDate day = query.date("day");
    if (day != null && (query.given("from") || query.given("to"))) {
      throw ListQuery.invalid("day", "it can not be given together with from or to");
    }
    return new UsageFilter(
        query.text("request_id"),
        query.text("account"),
        query.text("key"),
        query.text("model"),
        query.text("upstream_model"),
        query.text("provider"),
        query.text("channel"),
        day == null ? query.time("from") : start(day),
        day == null ? query.time("to") : start(day.plusDays(1)));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** A sum looks at each of its records, so there is a bound to how many these can be. */
  private static void requireSpan(UsageFilter filter) {
    if (filter.from() == null || filter.to() == null) {
      throw ListQuery.invalid(
          filter.from() == null ? "from" : "to", "a summary needs from and to, or day");
    }
    boolean selects =
        filter.account() != null
            || filter.key() != null
            || filter.model() != null
            || filter.channel() != null;
    if (!filter.bounded() && !(selects && !filter.to().isAfter(filter.from().plus(YEAR)))) {
      throw ListQuery.invalid(
          "to",
          "at most 31 days after from, or 366 with one of the filters account, key, model, channel");
    }
  }

  private static List<UsageGrouping> groupings(String text) {
    if (text == null) {
      return List.of();
    }
    Set<UsageGrouping> groupings = new LinkedHashSet<>();
    for (String word : text.split(",", -1)) {
      if (!UsageGrouping.words().contains(word)) {
        throw ListQuery.invalid(
            "group", "expected some of " + String.join(",", UsageGrouping.words()));
      }
      groupings.add(UsageGrouping.valueOf(word.toUpperCase(Locale.ROOT)));
    }
    return List.copyOf(groupings);
  }
}
