package io.llmgateway.admin;

import io.llmgateway.Operations;
import io.llmgateway.ledger.EntryQuery;
import io.llmgateway.ledger.EntryView;
import io.llmgateway.ledger.JournalReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The entries that have moved money of one account, each with all its postings. */
@Path("/admin/api/wallets/{account}/entries")
@ApplicationScoped
public class WalletEntriesResource {
  @Inject private JournalReader journal;
  @Inject private Operations operations;

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
}
