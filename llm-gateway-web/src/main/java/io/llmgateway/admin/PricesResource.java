package io.llmgateway.admin;

import io.llmgateway.api.PricingDocument;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.ledger.NewWord;
import io.llmgateway.ledger.Price;
import io.llmgateway.ledger.PriceBook;
import io.llmgateway.ledger.PriceKey;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The price list, which is only ever added to. */
@Path("/admin/api/prices")
@ApplicationScoped
public class PricesResource {
  private static final String LOT = "prices";

  @Inject private PriceBook book;
  @Inject private Catalog catalog;

  @GET
  @Described(
      value = "Prices, in the order in which they were said.",
      query = {"kind", "provider", "model", "origin", "in_force_at"},
      pages = true,
      answer = "Price")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "kind", "provider", "model", "origin", "in_force_at");
    String kind = query.oneOf("kind", List.of("operator", "list"));
    String provider = query.text("provider");
    String model = query.text("model");
    List<Stated<PriceKey, PriceCard>> found =
        book.prices(
            new PricingQuery<>(
                key ->
                    (kind == null || kind.equals("list") == (key.kind() == Price.Kind.LIST))
                        && (provider == null || provider.equals(key.provider()))
                        && (model == null || model.equals(key.model())),
                PricingAnswer.origin(query),
                query.time("in_force_at"),
                query.limit() + 1,
                query.after()));
    return ListAnswer.page(found, query.limit(), Stated::id, PricesResource::write);
  }

  /** One price, or a lot of them as {@code {"prices":[...]}} or CSV: all are added, or none. */
  @POST
  @Described(
      value = "Adds one price, or a lot of them, also as CSV.",
      body = "NewPrice",
      answer = "Price",
      status = 201)
  public Response append(@Context HttpServletRequest http) {
    if (CsvBody.in(http)) {
      return lot(http, PriceFile.read(CsvBody.read(http)));
    }
    Set<String> known = new TreeSet<>(PriceBody.PRICE);
    known.add(LOT);
    ChangeBody body = ChangeBody.of(http, known.toArray(String[]::new));
    if (body.has(LOT)) {
      List<NewWord<PriceKey, PriceCard>> words = new ArrayList<>();
      body.field(LOT).items().forEach(item -> words.add(PriceBody.word(item)));
      return lot(http, words);
    }
    List<NewWord<PriceKey, PriceCard>> one = List.of(PriceBody.word(body.whole()));
    requireProvider(one.get(0).subject());
    return PricingAnswer.created(
        book.appendPrices(Operator.of(http), one).get(0), PricesResource::write);
  }

  private Response lot(HttpServletRequest http, List<NewWord<PriceKey, PriceCard>> words) {
    Set<String> stated = new HashSet<>();
    for (NewWord<PriceKey, PriceCard> word : words) {
      requireProvider(word.subject());
      if (!stated.add(word.subject() + " " + word.validFrom())) {
        throw ChangeBody.invalid(LOT, word.subject() + " is there twice for the same time");
      }
    }
    return PricingAnswer.createdAll(
        book.appendPrices(Operator.of(http), words), PricesResource::write);
  }

  /** A misspelt provider's price would be taken, and never be charged. */
  private void requireProvider(PriceKey price) {
    if (price.kind() == Price.Kind.LIST && catalog.provider(price.provider()).isEmpty()) {
      throw ChangeBody.invalid(
          "provider", "there is no provider '" + price.provider() + "' in the catalogue");
    }
  }

  private static void write(Stated<PriceKey, PriceCard> row, JsonBytes out) {
    PriceKey key = row.subject();
    boolean list = key.kind() == Price.Kind.LIST;
    Members members =
        PricingAnswer.begin("price", row, out)
            .text("kind", list ? "list" : "operator")
            .text("provider", list ? key.provider() : null)
            .text("model", key.model())
            .flag("withdrawn", row.word() == null);
    if (row.word() != null) {
      members.text("currency", row.word().currency());
      PricingDocument.write(row.word(), out);
    }
    members.end();
  }
}
