package io.llmgateway.admin;

import io.llmgateway.Operations;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.AccountDetails;
import io.llmgateway.ledger.AccountQuery;
import io.llmgateway.ledger.AccountView;
import io.llmgateway.ledger.Amount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.util.List;

/** Accounts: who pays, of which organisation, with what credit. */
@Path("/admin/api/accounts")
@ApplicationScoped
public class AccountsResource {
  private static final int ORGANISATION_LENGTH = 100;

  @Inject private Operations operations;

  @GET
  @Described(
      value = "Accounts, by name.",
      query = {"organisation", "state", "currency"},
      pages = true,
      answer = "Account")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "organisation", "state", "currency");
    String state = query.oneOf("state", List.of("enabled", "disabled"));
    List<AccountView> found =
        operations.accounts(
            new AccountQuery(
                query.text("organisation"),
                state == null ? null : state.equals("enabled"),
                query.text("currency"),
                query.limit() + 1,
                query.after()));
    return ListAnswer.page(found, query.limit(), AccountView::name, this::write);
  }

  @POST
  @Described(
      value = "Makes an account with an empty wallet.",
      body = "NewAccount",
      answer = "Account",
      status = 201)
  public Response create(@Context HttpServletRequest http) {
    ChangeBody body =
        ChangeBody.of(http, "name", "currency", "organisation", "state", "credit_line");
    BigDecimal credit = body.notNegative("credit_line");
    AccountDetails details =
        new AccountDetails(
            body.name("name"),
            body.text("organisation", ORGANISATION_LENGTH),
            !body.has("state") || body.enabled("state"),
            new Amount(credit == null ? BigDecimal.ZERO : credit, body.currency("currency")));
    AccountView made = operations.createAccount(Operator.of(http), details);
    return answer(Response.status(Response.Status.CREATED), made);
  }

  @GET
  @Path("/{name}")
  @Described(value = "One account.", answer = "Account")
  public Response get(@Context UriInfo uri, @PathParam("name") String name) {
    ListQuery.none(uri);
    return answer(Response.ok(), operations.account(name));
  }

  /** What is absent stays as it is; null takes it away. */
  @PUT
  @Path("/{name}")
  @Described(
      value = "Changes an account that is not declared; what is absent stays.",
      body = "AccountChange",
      answer = "Account")
  public Response change(@Context HttpServletRequest http, @PathParam("name") String name) {
    ChangeBody body = ChangeBody.of(http, "organisation", "state", "credit_line");
    String organisation = body.text("organisation", ORGANISATION_LENGTH);
    BigDecimal credit = body.notNegative("credit_line");
    boolean enabled = !body.has("state") || body.enabled("state");
    AccountView changed =
        operations.changeAccount(
            Operator.of(http),
            name,
            before ->
                new AccountDetails(
                    name,
                    body.has("organisation") ? organisation : before.organisation(),
                    body.has("state") ? enabled : before.enabled(),
                    body.has("credit_line")
                        ? new Amount(
                            credit == null ? BigDecimal.ZERO : credit,
                            before.creditLine().currency())
                        : before.creditLine()));
    return answer(Response.ok(), changed);
  }

  private Response answer(Response.ResponseBuilder response, AccountView account) {
    JsonBytes out = new JsonBytes(512);
    write(account, out);
    return ListAnswer.json(response, out);
  }

  private void write(AccountView account, JsonBytes out) {
    Members.of("account", out)
        .text("name", account.name())
        .flag("declared", operations.declaresAccount(account.name()))
        .text("organisation", account.organisation())
        .text("state", operations.mayCall(account) ? "enabled" : "disabled")
        .text("currency", account.balance().currency())
        .sum("balance", account.balance().value())
        .sum("credit_line", account.creditLine().value())
        .time("created_at", account.createdAt())
        .end();
  }
}
