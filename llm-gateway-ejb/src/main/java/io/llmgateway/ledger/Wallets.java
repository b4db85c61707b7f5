package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What each account can still spend. Lives in memory; only an account's first use reads its row.
 */
@ApplicationScoped
public class Wallets {
  private static final Logger LOG = Logger.getLogger(Wallets.class.getName());

  private final Map<String, AccountBalance> accounts = new ConcurrentHashMap<>();
  private Books books;
  private PriceList prices;
  private SettlementQueue queue;
  private HoldTraces traces;
  private Leases leases;
  private Clock clock;

  /** For the container's proxy. */
  Wallets() {}

  @Inject
  Wallets(
      Books books,
      PriceList prices,
      SettlementQueue queue,
      HoldTraces traces,
      Leases leases,
      Clock clock) {
    this.books = books;
    this.prices = prices;
    this.queue = queue;
    this.traces = traces;
    this.leases = leases;
    this.clock = clock;
  }

  /**
   * Sets aside what a call may cost at the most: its token bounds at the dearest candidate.
   *
   * @return an open hold; the caller settles or releases it. It names the candidates that must not
   *     be used because they have no price
   * @throws ChatException.Final MODEL_NOT_PRICED when no candidate has a price, INSUFFICIENT_FUNDS
   *     when the account can not cover the amount, ACCOUNT_DISABLED when there is no such account,
   *     OVERLOADED when the ledger could not book the call in time
   */
  public Hold hold(HoldRequest request) {
    queue.requireRoom();
    AccountBalance account = account(request.account());
    Instant now = clock.instant();
    List<Quote> quotes = new ArrayList<>(request.candidates().size());
    Set<PricedModel> unpriced = new LinkedHashSet<>();
    for (PricedModel model : request.candidates()) {
      quote(request, model, account, now)
          .filter(quote -> quote.price().covers(request.outputTokens()))
          .ifPresentOrElse(quotes::add, () -> unpriced.add(model));
    }
    Amount worst =
        quotes.stream()
            .map(q -> q.upperBound(request))
            .reduce(Amount::max)
            .orElseThrow(() -> notPriced(request.candidates().get(0), account.currency(), now));
    if (!account.take(worst) && !leases.extend(account, worst)) {
      throw insufficient(worst, account.view().available());
    }
    Hold hold = new Hold(request, account, worst, quotes, unpriced, now, traces);
    traces.watch(hold);
    return hold;
  }

  private Optional<Quote> quote(
      HoldRequest request, PricedModel model, AccountBalance account, Instant now) {
    return request.cached()
        ? prices.cachedQuote(model, account.account(), account.currency(), now)
        : prices.quote(model, account.account(), account.currency(), now);
  }

  /**
   * Holds nothing, for a call that nobody is charged for; its cost is booked when it is settled.
   *
   * @param request of an account that has the currency of the candidates' prices
   * @throws ChatException.Final ACCOUNT_DISABLED when there is no such account, OVERLOADED when the
   *     ledger could not book the call in time
   */
  public Hold unpaid(HoldRequest request) {
    queue.requireRoom();
    AccountBalance account = account(request.account());
    Instant now = clock.instant();
    List<Quote> quotes = new ArrayList<>(request.candidates().size());
    Set<PricedModel> unpriced = new LinkedHashSet<>();
    for (PricedModel model : request.candidates()) {
      prices
          .quote(model, account.account(), account.currency(), now)
          .ifPresentOrElse(quotes::add, () -> unpriced.add(model));
    }
    Amount nothing = Amount.zero(account.currency());
    return new Hold(request, account, nothing, quotes, unpriced, now, traces);
  }

  /**
   * @return the currency of the model's price now; USD when it has none
   */
  public String currency(PricedModel model) {
    return prices.find(model, clock.instant()).map(Price::currency).orElse("USD");
  }

  /**
   * @throws ChatException.Final ACCOUNT_DISABLED when there is no such account, OVERLOADED when the
   *     database does not answer
   */
  public WalletView view(String account) {
    return account(account).view();
  }

  /**
   * @return what is held now by currency
   */
  public Map<String, Amount> held() {
    Map<String, Amount> held = new TreeMap<>();
    accounts.values().forEach(a -> held.merge(a.currency(), a.view().held(), Amount::plus));
    return held;
  }

  /** Takes over a committed state. */
  public void committed(WalletState state) {
    AccountBalance known = accounts.putIfAbsent(state.account(), new AccountBalance(state));
    if (known != null) {
      known.committed(state);
    }
  }

  /** Gives back what is leased of these wallets and not held. */
  void giveBack(Collection<String> wanted) {
    for (String name : wanted) {
      leases.giveBack(accounts.computeIfAbsent(name, this::read));
    }
  }

  /**
   * Gives back what this node has leased of a wallet and does not hold, so that it can be taken, or
   * a credit line lowered. Does nothing for a wallet that this node has not used.
   */
  public void giveUpIdle(String account) {
    AccountBalance known = accounts.get(account);
    if (known != null) {
      leases.giveBack(known);
    }
  }

  /**
   * A credit line is about to become this, or, when null, to stay as it is: it can be lowered only
   * by what is not leased.
   */
  void expect(String account, Amount creditLine) {
    AccountBalance known = accounts.get(account);
    if (known != null
        && creditLine != null
        && creditLine.currency().equals(known.currency())
        && known.creditLine().compareTo(creditLine) > 0) {
      leases.giveBack(known);
    }
  }

  /** The node's leases have gone to others. */
  void forgetLeases() {
    accounts.values().forEach(AccountBalance::forgetLease);
  }

  private AccountBalance account(String name) {
    AccountBalance known = accounts.get(name);
    return known != null ? known : load(name);
  }

  private AccountBalance load(String name) {
    AccountBalance read = read(name);
    AccountBalance known = accounts.putIfAbsent(name, read);
    return known != null ? known : read;
  }

  private AccountBalance read(String name) {
    try {
      return books
          .wallet(name)
          .map(AccountBalance::new)
          .orElseThrow(
              () ->
                  new ChatException.Final(
                      ErrorCode.ACCOUNT_DISABLED,
                      "there is no account " + name + " in the ledger"));
    } catch (ChatException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the wallet of account " + name + " could not be read", e);
      throw new ChatException.Final(
          ErrorCode.OVERLOADED, "the ledger does not answer", null, Duration.ofSeconds(5));
    }
  }

  private static ChatException insufficient(Amount needed, Amount available) {
    return new ChatException.Final(
        ErrorCode.INSUFFICIENT_FUNDS,
        "this request may cost up to "
            + text(needed)
            + ", and the account has "
            + text(available)
            + " available");
  }

  private static String text(Amount amount) {
    return amount.value().stripTrailingZeros().toPlainString() + " " + amount.currency();
  }

  private ChatException notPriced(PricedModel model, String currency, Instant now) {
    return new ChatException.Final(
        ErrorCode.MODEL_NOT_PRICED,
        "model "
            + model.publicModel()
            + " can not be called: "
            + prices.whatIsMissing(model, currency, now),
        "model");
  }
}
