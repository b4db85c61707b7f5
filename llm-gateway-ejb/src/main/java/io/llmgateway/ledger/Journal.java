package io.llmgateway.ledger;

import io.llmgateway.catalog.ProviderCard;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The books in the data source of the server; each method is a JTA transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Journal implements Books {
  @PersistenceContext(unitName = "gateway")
  private EntityManager database;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private Clock clock;
  @Inject private GrowingIds ids;

  public Journal() {}

  Journal(EntityManager database, DataSource connections, Clock clock, GrowingIds ids) {
    this.database = database;
    this.connections = connections;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public Posted post(List<Booking> bookings) {
    try (Connection connection = connections.getConnection()) {
      return writer(new SettlementTables(connection)).write(bookings);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  @Override
  public Posted postOnce(Booking booking) {
    Settlement call = booking.call();
    try (Connection connection = connections.getConnection()) {
      SettlementTables tables = new SettlementTables(connection);
      Amount paid = tables.paid(call.callId());
      if (paid == null) {
        return writer(tables).write(List.of(booking));
      }
      return new Posted(
          List.of(new Receipt(call.callId(), paid)),
          List.copyOf(tables.lockWallets(List.of(call.account())).values()));
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  private BatchWriter writer(SettlementTables tables) {
    return new BatchWriter(tables, ids, clock.instant());
  }

  @Override
  public void recordHolds(List<Hold> holds, String node, Instant expiresAt) {
    holds.forEach(h -> database.persist(new DurableHold(h, node, expiresAt)));
  }

  @Override
  public void voidHolds(List<String> callIds) {
    database
        .createQuery(
            "update DurableHold h set h.state = :voided, h.endedAt = :now"
                + " where h.callId in :callIds")
        .setParameter("voided", DurableHold.State.VOIDED)
        .setParameter("now", clock.instant())
        .setParameter("callIds", callIds)
        .executeUpdate();
  }

  @Override
  public void renewHolds(String node, Instant expiresAt) {
    database
        .createQuery(
            "update DurableHold h set h.expiresAt = :expiresAt"
                + " where h.node = :node and h.state = :pending")
        .setParameter("expiresAt", expiresAt)
        .setParameter("node", node)
        .setParameter("pending", DurableHold.State.PENDING)
        .executeUpdate();
  }

  @Override
  public List<String> expireHolds() {
    Instant now = clock.instant();
    List<String> callIds =
        database
            .createQuery(
                "select h.callId from DurableHold h where h.state = :pending"
                    + " and h.expiresAt < :now",
                String.class)
            .setParameter("pending", DurableHold.State.PENDING)
            .setParameter("now", now)
            .setMaxResults(1_000)
            .getResultList();
    if (!callIds.isEmpty()) {
      database
          .createQuery(
              "update DurableHold h set h.state = :expired, h.endedAt = :now"
                  + " where h.callId in :callIds and h.state = :pending")
          .setParameter("expired", DurableHold.State.EXPIRED)
          .setParameter("pending", DurableHold.State.PENDING)
          .setParameter("now", now)
          .setParameter("callIds", callIds)
          .executeUpdate();
    }
    return new ArrayList<>(callIds);
  }

  @Override
  public PricingRows apply(LedgerSettings settings, Collection<ProviderCard> cards) {
    try (Connection connection = connections.getConnection()) {
      return new SettingsWriter(database, connection, clock.instant()).write(settings, cards);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  @Override
  public Optional<WalletState> topUp(String account, Amount amount, String reference) {
    Wallet wallet =
        new Funding(database, clock.instant())
            .book(
                JournalEntry.Kind.TOP_UP,
                account,
                amount,
                reference,
                LedgerAccounts.TOP_UP_CLEARING);
    return Optional.ofNullable(wallet).map(Wallet::state);
  }

  @Override
  public Optional<WalletState> wallet(String account) {
    return Optional.ofNullable(database.find(Wallet.class, account)).map(Wallet::state);
  }

  @Override
  public List<UsageView> usage(UsageQuery query) {
    return new UsageReader(database).list(query);
  }

  @Override
  public Amount spent(String account, String key, Instant from) {
    return new UsageReader(database).spent(account, key, from);
  }

  @Override
  public Map<String, Map<String, Amount>> trialBalance() {
    Map<String, Map<String, Amount>> balance = new TreeMap<>();
    database
        .createQuery(
            "select p.ledgerAccount, p.currency, sum(p.amount) from Posting p"
                + " group by p.ledgerAccount, p.currency",
            Object[].class)
        .getResultList()
        .forEach(
            row ->
                balance
                    .computeIfAbsent((String) row[0], account -> new TreeMap<>())
                    .put((String) row[1], new Amount((BigDecimal) row[2], (String) row[1])));
    return balance;
  }

  @Override
  public void ping() {
    database
        .createQuery("select g.name from LedgerGuard g", String.class)
        .setMaxResults(1)
        .getResultList();
  }
}
