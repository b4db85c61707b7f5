package io.llmgateway.admin;

import io.llmgateway.api.json.Field;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.ClearingItem;
import io.llmgateway.ledger.Reconciliation;
import io.llmgateway.ledger.ReconciliationLine;
import io.llmgateway.ledger.ReconciliationQuery;
import io.llmgateway.ledger.Reconciliations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Providers' invoices beside the usage records, and what is in clearing between them. */
@Path("/admin/api/reconciliations")
@ApplicationScoped
public class ReconciliationsResource {
  private static final int CSV_PAGE = 1_000;
  private static final int MOST_LINES = 1_000_000;

  @Inject private Reconciliations reconciliations;

  @GET
  @Described(
      value = "Reconciliations, oldest first.",
      query = {"provider", "reference", "state"},
      pages = true,
      csv = true,
      answer = "Reconciliation")
  public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
    ListQuery query = ListQuery.of(uri, "provider", "reference", "state");
    String state = query.oneOf("state", Reconciliation.State.words());
    return ListAnswer.page(
        reconciliations.list(
            new ReconciliationQuery(
                query.text("provider"),
                query.text("reference"),
                state == null ? null : Reconciliation.State.valueOf(state.toUpperCase(Locale.ROOT)),
                query.limit() + 1,
                query.after())),
        query.limit(),
        Reconciliation::id,
        ReconciliationColumns.WHOLE,
        headers,
        "reconciliations");
  }

  /** Takes a provider's file, compares it with the usage records, and books the difference. */
  @POST
  @Described(
      value =
          "Takes a provider's invoice or usage file, compares it with the usage records, and books"
              + " the difference to clearing; once per reference.",
      query = {
        "provider",
        "currency",
        "reference",
        "time_zone",
        "granularity",
        "channel",
        "from",
        "to",
        "models",
        "day_column",
        "model_column",
        "cost_column",
        "currency_column",
        "requests_column",
        "input_tokens_column",
        "output_tokens_column"
      },
      csvBody = true,
      answer = "Reconciliation",
      status = 201)
  public Response take(@Context UriInfo uri, @Context HttpServletRequest http) {
    InvoiceTerms terms =
        InvoiceTerms.of(
            ListQuery.withoutPages(
                uri,
                "provider",
                "currency",
                "reference",
                "time_zone",
                "granularity",
                "channel",
                "from",
                "to",
                "models",
                "day_column",
                "model_column",
                "cost_column",
                "currency_column",
                "requests_column",
                "input_tokens_column",
                "output_tokens_column"));
    if (!CsvBody.in(http)) {
      throw new ChatException.Final(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The content type must be text/csv.");
    }
    Reconciliations.Done done =
        reconciliations.take(InvoiceFile.read(terms, CsvBody.read(http)), Operator.of(http));
    return answer(
        done.reconciliation(), done.changed() ? Response.Status.CREATED : Response.Status.OK);
  }

  @GET
  @Path("/clearing")
  @Described(
      value = "All that is in clearing, line by line, with its age in days.",
      query = "provider",
      pages = true,
      csv = true,
      answer = "ClearingItem")
  public Response clearing(@Context UriInfo uri, @Context HttpHeaders headers) {
    ListQuery query = ListQuery.of(uri, "provider");
    String provider = query.text("provider");
    requireCursor(query, ".+:\\d{1,9}");
    if (CsvExport.wanted(headers) && !query.given("limit")) {
      RowPages<ClearingItem> pages =
          new RowPages<>(
              CSV_PAGE,
              after -> reconciliations.clearing(provider, CSV_PAGE, after),
              ClearingItem::id);
      return CsvExport.of("clearing", ReconciliationColumns.ITEM, pages, query.after(), List::of);
    }
    return ListAnswer.page(
        reconciliations.clearing(provider, query.limit() + 1, query.after()),
        query.limit(),
        ClearingItem::id,
        ReconciliationColumns.ITEM,
        headers,
        "clearing");
  }

  @GET
  @Path("/{id}")
  @Described(value = "One reconciliation.", answer = "Reconciliation")
  public Response get(@Context UriInfo uri, @PathParam("id") String id) {
    ListQuery.none(uri);
    return answer(reconciliations.get(id), Response.Status.OK);
  }

  @GET
  @Path("/{id}/lines")
  @Described(
      value = "The comparison, line by line.",
      query = {"match", "open"},
      pages = true,
      csv = true,
      answer = "ReconciliationLine")
  public Response lines(
      @Context UriInfo uri, @Context HttpHeaders headers, @PathParam("id") String id) {
    ListQuery query = ListQuery.of(uri, "match", "open");
    String word = query.oneOf("match", ReconciliationLine.Match.words());
    ReconciliationLine.Match match =
        word == null ? null : ReconciliationLine.Match.valueOf(word.toUpperCase(Locale.ROOT));
    boolean open = "true".equals(query.oneOf("open", List.of("true", "false")));
    requireCursor(query, "\\d{1,9}");
    Reconciliation of = reconciliations.get(id);
    if (CsvExport.wanted(headers) && !query.given("limit")) {
      RowPages<ReconciliationLine> pages =
          new RowPages<>(
              CSV_PAGE,
              after -> reconciliations.lines(of, match, open, CSV_PAGE, number(after)),
              line -> Integer.toString(line.number()));
      return CsvExport.of(
          "reconciliation-lines", ReconciliationColumns.LINE, pages, query.after(), List::of);
    }
    return ListAnswer.page(
        reconciliations.lines(of, match, open, query.limit() + 1, number(query.after())),
        query.limit(),
        line -> Integer.toString(line.number()),
        ReconciliationColumns.LINE,
        headers,
        "reconciliation-lines");
  }

  /** Counts the usage records again, and books by how much the difference has changed. */
  @POST
  @Path("/{id}/compare")
  @Described(
      value =
          "Compares with the usage records as they are now, and books by how much the difference"
              + " has changed.",
      answer = "Reconciliation")
  public Response compare(
      @Context UriInfo uri, @Context HttpServletRequest http, @PathParam("id") String id) {
    ListQuery.none(uri);
    return answer(
        reconciliations.compare(id, Operator.of(http)).reconciliation(), Response.Status.OK);
  }

  /** Gives up what is in clearing, of some lines or of all. */
  @POST
  @Path("/{id}/resolve")
  @Described(
      value = "Moves what is in clearing to the variance: of the lines that are named, or all.",
      body = "NewResolution",
      answer = "Reconciliation")
  public Response resolve(@Context HttpServletRequest http, @PathParam("id") String id) {
    ChangeBody body = ChangeBody.of(http, "lines", "reason");
    Set<Integer> lines = new TreeSet<>();
    if (body.field("lines").present()) {
      for (Field line : body.field("lines").items()) {
        lines.add((int) line.whole(1, MOST_LINES));
      }
      if (lines.isEmpty()) {
        throw ChangeBody.invalid("lines", "expected the numbers of some lines, or no such field");
      }
    }
    Reconciliations.Done done =
        reconciliations.resolve(id, lines, Operator.of(http), MoneyBody.reason(body));
    return answer(done.reconciliation(), Response.Status.OK);
  }

  /** Takes back all that was booked, for a file that should not have been imported. */
  @POST
  @Path("/{id}/withdraw")
  @Described(
      value = "Takes back all that was booked for it; the reference is free again.",
      body = "NewWithdrawal",
      answer = "Reconciliation")
  public Response withdraw(@Context HttpServletRequest http, @PathParam("id") String id) {
    ChangeBody body = ChangeBody.of(http, "reason");
    Reconciliations.Done done =
        reconciliations.withdraw(id, Operator.of(http), MoneyBody.reason(body));
    return answer(done.reconciliation(), Response.Status.OK);
  }

  private static void requireCursor(ListQuery query, String pattern) {
    if (query.after() != null && !query.after().matches(pattern)) {
      throw ListQuery.invalid("after", "expected the last_id of the page before");
    }
  }

  private static int number(String after) {
    return after == null ? 0 : Integer.parseInt(after);
  }

  private static Response answer(Reconciliation of, Response.Status status) {
    JsonBytes out = new JsonBytes(1024);
    ReconciliationColumns.WHOLE.json(of, out);
    return ListAnswer.json(Response.status(status), out);
  }
}
