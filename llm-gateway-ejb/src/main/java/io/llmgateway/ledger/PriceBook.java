package io.llmgateway.ledger;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Prices, exchange rates and accounts' terms as administrators see and change them. Rows are added
 * and never changed; what is added is in force on this node when the method returns, and on the
 * others with their next heartbeat.
 */
@ApplicationScoped
public class PriceBook {
  private PriceRegister register;
  private PriceList prices;

  /** For the container's proxy. */
  PriceBook() {}

  @Inject
  PriceBook(PriceRegister register, PriceList prices) {
    this.register = register;
    this.prices = prices;
  }

  public List<Stated<PriceKey, PriceCard>> prices(PricingQuery<PriceKey> query) {
    return page(register.read().prices(), query);
  }

  public List<Stated<CurrencyPair, BigDecimal>> rates(PricingQuery<CurrencyPair> query) {
    return page(register.read().rates(), query);
  }

  public List<Stated<String, BigDecimal>> terms(PricingQuery<String> query) {
    return page(register.read().terms(), query);
  }

  /**
   * Adds prices, all of them or none.
   *
   * @param principal who says so
   * @return the rows, in the order of the words
   * @throws ChatException.Final INVALID_REQUEST for a price that can not be, or a time that is
   *     past; CONFLICT for a model whose price is declared in the configuration
   */
  public List<Stated<PriceKey, PriceCard>> appendPrices(
      String principal, List<NewWord<PriceKey, PriceCard>> words) {
    for (NewWord<PriceKey, PriceCard> word : words) {
      if (word.word() != null) {
        valid(() -> Price.require(word.word()));
      }
    }
    return words.isEmpty() ? List.of() : changed(() -> register.appendPrices(principal, words));
  }

  /**
   * Adds exchange rates, all of them or none.
   *
   * @throws ChatException.Final INVALID_REQUEST for a rate that is not above zero, or a time that
   *     is past; CONFLICT for a pair that is declared in the configuration
   */
  public List<Stated<CurrencyPair, BigDecimal>> appendRates(
      String principal, List<NewWord<CurrencyPair, BigDecimal>> words) {
    for (NewWord<CurrencyPair, BigDecimal> word : words) {
      if (word.word() != null) {
        valid(() -> ExchangeRate.require(word.word()));
      }
    }
    return words.isEmpty() ? List.of() : changed(() -> register.appendRates(principal, words));
  }

  /**
   * Adds an account's terms.
   *
   * @param factor null to withdraw them
   * @throws ChatException.Final INVALID_REQUEST for a factor that can not be, or a time that is
   *     past; NOT_FOUND when there is no such account; CONFLICT when its factor is declared in the
   *     configuration
   */
  public Stated<String, BigDecimal> appendTerms(
      String principal, NewWord<String, BigDecimal> word) {
    if (word.word() != null) {
      valid(() -> AccountTerms.require(word.word()));
    }
    return changed(() -> register.appendTerms(principal, List.of(word))).get(0);
  }

  /** Takes over what other nodes have added. */
  public synchronized void reload() {
    prices.replace(register.read());
  }

  private <T> T changed(Supplier<T> change) {
    T result;
    try {
      result = change.get();
    } catch (EJBException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    reload();
    return result;
  }

  private static void valid(Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw new ChatException.Final(ErrorCode.INVALID_REQUEST, e.getMessage());
    }
  }

  private static <S, W> List<Stated<S, W>> page(List<Stated<S, W>> rows, PricingQuery<S> query) {
    Stream<Stated<S, W>> wanted =
        query.inForceAt() == null ? rows.stream() : inForce(rows, query.inForceAt());
    return wanted
        .filter(row -> query.filter().test(row.subject()))
        .filter(row -> query.origin() == null || row.origin() == query.origin())
        .filter(row -> query.after() == null || row.id().compareTo(query.after()) > 0)
        .sorted(Comparator.comparing(Stated::id))
        .limit(query.limit())
        .toList();
  }

  private static <S, W> Stream<Stated<S, W>> inForce(List<Stated<S, W>> rows, Instant time) {
    Map<S, Stated<S, W>> last = new HashMap<>();
    rows.stream()
        .filter(row -> !row.validFrom().isAfter(time))
        .forEach(row -> last.put(row.subject(), row));
    return last.values().stream().filter(row -> row.word() != null);
  }
}
