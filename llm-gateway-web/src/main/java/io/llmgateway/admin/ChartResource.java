package io.llmgateway.admin;

import io.llmgateway.ledger.ChartOfAccounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;

/** The chart of accounts: which ledger accounts there are, and what each holds. */
@Path("/admin/api/ledger/accounts")
@ApplicationScoped
public class ChartResource {

  @GET
  @Described(value = "The chart of accounts.", list = true, answer = "LedgerAccount")
  public Response list(@Context UriInfo uri) {
    ListQuery.none(uri);
    return ListAnswer.page(
        ChartOfAccounts.accounts(),
        ListQuery.MAX_LIMIT,
        ChartOfAccounts.Account::name,
        (account, out) ->
            Members.of("ledger_account", out)
                .text("name", account.name())
                .text("kind", account.kind().name().toLowerCase(Locale.ROOT))
                .text("normal_side", account.kind().normalSide())
                .text("holds", account.holds())
                .end());
  }
}
