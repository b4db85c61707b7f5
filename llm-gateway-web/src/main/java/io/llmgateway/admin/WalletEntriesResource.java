package io.llmgateway.admin;

import io.llmgateway.Operations;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.Bookkeeper;
import io.llmgateway.ledger.EntryQuery;
import io.llmgateway.ledger.EntryRequest;
import io.llmgateway.ledger.EntryView;
import io.llmgateway.ledger.JournalEntry;
import io.llmgateway.ledger.JournalReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * The entries that have moved money of one account, each with all its postings; and how operators
 * move it: each reference once.
 */
@Path("/admin/api/wallets/{account}/entries")
@ApplicationScoped
public class WalletEntriesResource {
  private static final List<String> TYPES = List.of("top_up", "adjustment", "rounding", "grant");

  @Inject private JournalReader journal;
  @Inject private Operations operations;
  @Inject private Bookkeeper books;

  @GET
  @Described(
      value = "The entries that have moved money of one account.",
      query = {"reference", "from", "to"},
      pages = true,
      answer = "JournalEntry")
  public Response list(@Context UriInfo uri, @PathParam("account") String account) {
    ListQuery query = ListQuery.of(uri, "reference", "from", "to");
    String name = operations.account(account).name();
    EntryQuery wanted =
        new EntryQuery(
            "wallet:" + name,
            query.text("reference"),
            null,
            query.time("from"),
            query.time("to"),
            query.limit() + 1,
            query.after());
    return ListAnswer.page(
        journal.entries(wanted), query.limit(), EntryView::id, EntryColumns::json);
  }

  /** Without a type, more money is a top-up, and less of it an adjustment. */
  @POST
  @Described(
      value = "Books a top-up, an adjustment, a rounding or a grant, once per reference.",
      body = "NewEntry",
      answer = "JournalEntry",
      status = 201)
  public Response book(@Context HttpServletRequest http, @PathParam("account") String account) {
    ChangeBody body =
        ChangeBody.of(http, "type", "amount", "currency", "reference", "reason", "expires_at");
    BigDecimal amount = MoneyBody.amount(body);
    JournalEntry.Kind kind = kind(body, amount);
    if (kind != JournalEntry.Kind.GRANT && body.has("expires_at")) {
      throw ChangeBody.invalid("expires_at", "only a grant has an end");
    }
    return EntryAnswer.booked(
        books.book(
            new EntryRequest(
                kind,
                account,
                null,
                new Amount(amount, body.currency("currency")),
                body.time("expires_at"),
                MoneyBody.reference(body),
                Operator.of(http),
                MoneyBody.reason(body))));
  }

  private static JournalEntry.Kind kind(ChangeBody body, BigDecimal amount) {
    if (!body.field("type").present()) {
      return amount.signum() < 0 ? JournalEntry.Kind.ADJUSTMENT : JournalEntry.Kind.TOP_UP;
    }
    String type = body.field("type").oneOf(TYPES);
    return JournalEntry.Kind.valueOf(type.toUpperCase(Locale.ROOT));
  }
}
