package io.llmgateway;

import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.chat.Usage;
import io.llmgateway.ledger.MeteredUsage;
import io.llmgateway.ledger.PriceList;
import io.llmgateway.ledger.PricedModel;
import io.llmgateway.ledger.Quote;
import io.llmgateway.ledger.Wallets;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Tariff;
import io.llmgateway.routing.constraint.PriceCeiling;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Tells routing the ledger's prices: those that the account would be charged by. */
@ApplicationScoped
public class LedgerTariff implements Tariff {
  private PriceList prices;
  private Wallets wallets;
  private Clock clock;

  /** For the container's proxy only. */
  protected LedgerTariff() {}

  @Inject
  LedgerTariff(PriceList prices, Wallets wallets, Clock clock) {
    this.prices = prices;
    this.wallets = wallets;
    this.clock = clock;
  }

  @Override
  public Optional<BigDecimal> expected(Candidate candidate, String account, Forecast call) {
    Instant now = clock.instant();
    Usage usage = new Usage(call.inputTokens(), call.outputTokens(), call.cachedTokens(), 0, 0);
    return quote(candidate, account, now)
        .filter(quote -> quote.price().covers(call.outputTokens()))
        .map(quote -> quote.charge(new MeteredUsage(usage, 0, now)).value());
  }

  @Override
  public Optional<PriceCeiling> prices(Candidate candidate, String account, long inputTokens) {
    Instant now = clock.instant();
    return quote(candidate, account, now)
        .map(
            quote -> {
              UnitPrices units = quote.pricesFor(inputTokens, now);
              return new PriceCeiling(
                  units.input(), units.output(), units.request(), units.image());
            });
  }

  private Optional<Quote> quote(Candidate candidate, String account, Instant now) {
    if (account == null) {
      return Optional.empty();
    }
    PricedModel model =
        new PricedModel(
            candidate.publicModel(), candidate.provider().id(), candidate.upstreamModel());
    String currency = wallets.view(account).balance().currency();
    return prices.quote(model, account, currency, now);
  }
}
