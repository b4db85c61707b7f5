package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Prices, exchange rates and terms in the database, as administrators add to them. Each method is a
 * transaction: all of it is written, or nothing.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class PriceRegister {
  /** Clocks differ; what was meant for a moment ago holds from now on. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private static final int SUBJECT_LENGTH = 200;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private Clock clock;
  @Inject private AuditTrail audit;

  public PriceRegister() {}

  PriceRegister(DataSource connections, Clock clock, AuditTrail audit) {
    this.connections = connections;
    this.clock = clock;
    this.audit = audit;
  }

  public PricingRows read() {
    return inTables(PricingTables::read);
  }

  /** See {@link PriceBook#appendPrices}. */
  public List<Stated<PriceKey, PriceCard>> appendPrices(
      String principal, List<NewWord<PriceKey, PriceCard>> words) {
    return inTables(
        tables -> append(tables, principal, words, PricingRows::prices, tables::addPrice));
  }

  /** See {@link PriceBook#appendRates}. */
  public List<Stated<CurrencyPair, BigDecimal>> appendRates(
      String principal, List<NewWord<CurrencyPair, BigDecimal>> words) {
    return inTables(
        tables -> append(tables, principal, words, PricingRows::rates, tables::addRate));
  }

  /** See {@link PriceBook#appendTerms}. */
  public List<Stated<String, BigDecimal>> appendTerms(
      String principal, List<NewWord<String, BigDecimal>> words) {
    return inTables(
        tables -> {
          for (NewWord<String, BigDecimal> word : words) {
            if (!tables.accountExists(word.subject())) {
              throw new ChatException.Final(
                  ErrorCode.NOT_FOUND, "There is no account " + word.subject() + ".");
            }
          }
          return append(tables, principal, words, PricingRows::terms, tables::addTerms);
        });
  }

  private <S, W> List<Stated<S, W>> append(
      PricingTables tables,
      String principal,
      List<NewWord<S, W>> words,
      Function<PricingRows, List<Stated<S, W>>> kind,
      Writer<Stated<S, W>> writer)
      throws SQLException {
    tables.settingsChanged();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    PricingRows known = tables.read();
    GrowingIds ids = PricingTables.idsAfter(known);
    Set<S> configured = configured(kind.apply(known), now);
    List<Stated<S, W>> added = new ArrayList<>();
    for (NewWord<S, W> word : words) {
      if (configured.contains(word.subject())) {
        throw new ChatException.Final(
            ErrorCode.CONFLICT,
            named(word.subject()) + " is declared in the configuration, and is changed there.");
      }
      added.add(
          new Stated<>(
              ids.next(now.toEpochMilli()),
              word.subject(),
              word.word(),
              Origin.ADMIN,
              word.source(),
              principal,
              validFrom(word, now)));
    }
    for (Stated<S, W> row : added) {
      writer.write(row);
    }
    record(principal, added);
    return added;
  }

  /** The rows say it all; the trail names them. */
  private void record(String principal, List<? extends Stated<?, ?>> added) {
    Stated<?, ?> first = added.get(0);
    String subject =
        named(first.subject()) + (added.size() == 1 ? "" : " and " + (added.size() - 1) + " more");
    audit.record(
        principal,
        "pricing.append",
        subject.substring(0, Math.min(subject.length(), SUBJECT_LENGTH)),
        JsonProvider.provider()
            .createObjectBuilder()
            .add("first_id", first.id())
            .add("last_id", added.get(added.size() - 1).id())
            .add("rows", added.size())
            .build());
  }

  private static Instant validFrom(NewWord<?, ?> word, Instant now) {
    Instant wanted = word.validFrom() == null ? now : word.validFrom();
    if (wanted.isBefore(now.minus(LATE))) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST,
          "Invalid 'valid_from' of "
              + named(word.subject())
              + ": "
              + wanted
              + " is past, and the past does not change.",
          "valid_from");
    }
    return wanted.isBefore(now) ? now : wanted.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * @param rows in the order of {@code valid_from}, then of writing
   * @return what the configuration declares now
   */
  private static <S, W> Set<S> configured(List<Stated<S, W>> rows, Instant now) {
    Set<S> configured = new HashSet<>();
    for (Stated<S, W> row : rows) {
      if (row.validFrom().isAfter(now)) {
        break;
      }
      if (row.origin() == Origin.CONFIG && row.word() != null) {
        configured.add(row.subject());
      } else {
        configured.remove(row.subject());
      }
    }
    return configured;
  }

  private static String named(Object subject) {
    return subject instanceof PriceKey
        ? subject.toString()
        : (subject instanceof CurrencyPair ? "the exchange rate " : "the price factor of ")
            + subject;
  }

  private <T> T inTables(Work<T> work) {
    return SqlWork.on(connections, connection -> work.in(new PricingTables(connection)));
  }

  /** A unit of work on the tables. */
  private interface Work<T> {
    T in(PricingTables tables) throws SQLException;
  }

  /** Writes a row. */
  private interface Writer<T> {
    void write(T row) throws SQLException;
  }
}
