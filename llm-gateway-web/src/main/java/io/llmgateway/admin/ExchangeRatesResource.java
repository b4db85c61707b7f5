package io.llmgateway.admin;

import io.llmgateway.api.json.Field;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.CurrencyPair;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The exchange rates, which are only ever added to. */
@Path("/admin/api/exchange-rates")
@ApplicationScoped
public class ExchangeRatesResource {
  private static final String LOT = "rates";
  private static final Set<String> FIELDS =
      Set.of("from", "to", "rate", "source", "valid_from", "withdrawn");

  @Inject private PriceBook book;

  @GET
  @Described(
      value = "Exchange rates, in the order in which they were said.",
      query = {"from", "to", "origin", "in_force_at"},
      pages = true,
      answer = "ExchangeRate")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "from", "to", "origin", "in_force_at");
    String from = query.text("from");
    String to = query.text("to");
    List<Stated<CurrencyPair, BigDecimal>> found =
        book.rates(
            new PricingQuery<>(
                pair ->
                    (from == null || from.equals(pair.from()))
                        && (to == null || to.equals(pair.to())),
                PricingAnswer.origin(query),
                query.time("in_force_at"),
                query.limit() + 1,
                query.after()));
    return ListAnswer.page(found, query.limit(), Stated::id, ExchangeRatesResource::write);
  }

  /** One rate, or a lot of them as {@code {"rates":[...]}}: all are added, or none. */
  @POST
  @Described(
      value = "Adds one exchange rate, or a lot of them.",
      body = "NewExchangeRate",
      answer = "ExchangeRate",
      status = 201)
  public Response append(@Context HttpServletRequest http) {
    Set<String> known = new TreeSet<>(FIELDS);
    known.add(LOT);
    ChangeBody body = ChangeBody.of(http, known.toArray(String[]::new));
    List<NewWord<CurrencyPair, BigDecimal>> words = new ArrayList<>();
    if (body.has(LOT)) {
      body.field(LOT).items().forEach(item -> words.add(word(item)));
      return PricingAnswer.createdAll(
          book.appendRates(Operator.of(http), words), ExchangeRatesResource::write);
    }
    words.add(word(body.whole()));
    return PricingAnswer.created(
        book.appendRates(Operator.of(http), words).get(0), ExchangeRatesResource::write);
  }

  private static NewWord<CurrencyPair, BigDecimal> word(Field item) {
    PriceBody.known(item, FIELDS);
    CurrencyPair pair =
        new CurrencyPair(PriceBody.currency(item.at("from")), PriceBody.currency(item.at("to")));
    if (pair.from().equals(pair.to())) {
      throw ChangeBody.invalid(item.at("to").path(), "expected another currency than 'from'");
    }
    BigDecimal rate = null;
    if (!PriceBody.withdrawn(item)) {
      rate = PriceBody.number(item.at("rate").required(), Amount.SCALE);
      if (rate.signum() == 0) {
        throw ChangeBody.invalid(item.at("rate").path(), "expected more than zero");
      }
    }
    return new NewWord<>(
        pair,
        rate,
        PriceBody.text(item.at("source").required(), NewWord.SOURCE_LENGTH),
        PriceBody.time(item.at("valid_from")));
  }

  private static void write(Stated<CurrencyPair, BigDecimal> row, JsonBytes out) {
    PricingAnswer.begin("exchange_rate", row, out)
        .text("from", row.subject().from())
        .text("to", row.subject().to())
        .flag("withdrawn", row.word() == null)
        .sum("rate", row.word())
        .end();
  }
}
