package io.llmgateway.admin;

import io.llmgateway.api.json.Field;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.AccountTerms;
import io.llmgateway.ledger.NewWord;
import io.llmgateway.ledger.PriceBook;
import io.llmgateway.ledger.PricingQuery;
import io.llmgateway.ledger.Stated;
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

/** What an account pays of each price, which is only ever added to. */
@Path("/admin/api/accounts/{name}/terms")
@ApplicationScoped
public class TermsResource {
  @Inject private PriceBook book;

  @GET
  @Described(
      value = "The markup or discount of an account, in the order in which it was said.",
      query = {"origin", "in_force_at"},
      pages = true,
      answer = "AccountTerms")
  public Response list(@Context UriInfo uri, @PathParam("name") String account) {
    ListQuery query = ListQuery.of(uri, "origin", "in_force_at");
    List<Stated<String, BigDecimal>> found =
        book.terms(
            new PricingQuery<>(
                account::equals,
                PricingAnswer.origin(query),
                query.time("in_force_at"),
                query.limit() + 1,
                query.after()));
    return ListAnswer.page(found, query.limit(), Stated::id, TermsResource::write);
  }

  @POST
  @Described(
      value = "Adds a markup or discount.",
      body = "NewAccountTerms",
      answer = "AccountTerms",
      status = 201)
  public Response append(@Context HttpServletRequest http, @PathParam("name") String account) {
    ChangeBody body = ChangeBody.of(http, "price_factor", "source", "valid_from", "withdrawn");
    Field item = body.whole();
    NewWord<String, BigDecimal> word =
        new NewWord<>(
            account,
            PriceBody.withdrawn(item) ? null : factor(item.at("price_factor").required()),
            PriceBody.text(item.at("source").required(), NewWord.SOURCE_LENGTH),
            PriceBody.time(item.at("valid_from")));
    return PricingAnswer.created(book.appendTerms(Operator.of(http), word), TermsResource::write);
  }

  private static BigDecimal factor(Field field) {
    BigDecimal factor = PriceBody.number(field, AccountTerms.SCALE);
    if (factor.compareTo(AccountTerms.LARGEST) > 0) {
      throw ChangeBody.invalid(field.path(), "expected at most " + AccountTerms.LARGEST);
    }
    return factor;
  }

  private static void write(Stated<String, BigDecimal> row, JsonBytes out) {
    PricingAnswer.begin("account_terms", row, out)
        .text("account", row.subject())
        .flag("withdrawn", row.word() == null)
        .sum("price_factor", row.word())
        .end();
  }
}
