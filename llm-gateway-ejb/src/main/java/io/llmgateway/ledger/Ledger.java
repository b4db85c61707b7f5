package io.llmgateway.ledger;

import io.llmgateway.catalog.ProviderCard;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/** Accounts, prices and rates: what the operator decides, brought into the books. */
@ApplicationScoped
public class Ledger {
  private Books books;
  private Wallets wallets;
  private PriceList prices;
  private SettlementQueue queue;

  /** For the container's proxy. */
  Ledger() {}

  @Inject
  Ledger(Books books, Wallets wallets, PriceList prices, SettlementQueue queue) {
    this.books = books;
    this.wallets = wallets;
    this.prices = prices;
    this.queue = queue;
  }

  /**
   * Puts settings in force, at the start and whenever they change: accounts are ensured, opening
   * balances booked once, prices, rates and terms appended where they say something new. Safe when
   * several nodes do it at the same time.
   *
   * @param cards the catalogue's providers, for their list prices
   * @throws io.llmgateway.config.ConfigException when a setting contradicts what is booked; then
   *     nothing has changed
   */
  public void apply(LedgerSettings settings, Collection<ProviderCard> cards) {
    settings.accounts().forEach((name, account) -> wallets.expect(name, account.creditLine()));
    PricingRows rows = unwrapped(() -> books.apply(settings, cards));
    prices.replace(rows);
    queue.use(settings.timing());
    settings.accounts().keySet().forEach(a -> books.wallet(a).ifPresent(wallets::committed));
  }

  /**
   * @return the sum of all postings by ledger account and currency; over all ledger accounts, each
   *     currency sums to zero
   */
  public Map<String, Map<String, Amount>> trialBalance() {
    return books.trialBalance();
  }

  private static <T> T unwrapped(Supplier<T> work) {
    try {
      return work.get();
    } catch (EJBException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
