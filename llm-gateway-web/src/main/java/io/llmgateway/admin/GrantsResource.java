package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Bookkeeper;
import io.llmgateway.ledger.CreditGrant;
import io.llmgateway.ledger.CreditGrantQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;

/** Credit with an end, and what is left of it. */
@Path("/admin/api/grants")
@ApplicationScoped
public class GrantsResource {
  @Inject private Bookkeeper books;

  @GET
  @Described(
      value = "Credit grants, and what is left of each.",
      query = {"account", "state"},
      pages = true,
      answer = "CreditGrant")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "account", "state");
    String state = query.oneOf("state", List.of("open", "spent", "expired", "reversed"));
    return ListAnswer.page(
        books.grants(
            new CreditGrantQuery(
                query.text("account"),
                state == null ? null : CreditGrant.State.valueOf(state.toUpperCase(Locale.ROOT)),
                query.limit() + 1,
                query.after())),
        query.limit(),
        CreditGrant::id,
        GrantsResource::write);
  }

  private static void write(CreditGrant grant, JsonBytes out) {
    Members.of("credit_grant", out)
        .text("id", grant.id())
        .text("account", grant.account())
        .text("state", grant.state().name().toLowerCase(Locale.ROOT))
        .sum("amount", grant.amount().value())
        .sum("remaining", grant.remaining().value())
        .text("currency", grant.amount().currency())
        .time("expires_at", grant.expires())
        .time("created_at", grant.created())
        .time("ended_at", grant.ended())
        .end();
  }
}
