package io.llmgateway.ledger;

import io.llmgateway.catalog.ProviderCard;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
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
  @Inject private ThisNode self;

  public Journal() {}

  Journal(
      EntityManager database, DataSource connections, Clock clock, GrowingIds ids, ThisNode self) {
    this.database = database;
    this.connections = connections;
    this.clock = clock;
    this.ids = ids;
    this.self = self;
  }

  private <T> T with(SqlWork<T> work) {
    return SqlWork.on(connections, work);
  }

  @Override
  public Posted post(List<Booking> bookings) {
    return with(connection -> post(connection, bookings));
  }

  private Posted post(Connection connection, List<Booking> given) throws SQLException {
    List<Booking> bookings = new AnswerTables(connection).store(given);
    BlockDraft block =
        draft(connection, bookings.stream().map(Booking::account).distinct().toList());
    List<Receipt> receipts = new BatchWriter(block).book(bookings);
    List<WalletState> wallets = block.write();
    new SettlementTables(connection)
        .endHolds(
            bookings.stream().filter(Booking::durable).map(Booking::callId).toList(),
            HoldState.POSTED,
            block.now());
    return new Posted(receipts, wallets, block.leases());
  }

  private BlockDraft draft(Connection connection, List<String> accounts) throws SQLException {
    return new BlockDraft(connection, self.get(), ids, clock.instant(), accounts);
  }

  @Override
  public Posted postOnce(Booking booking) {
    return with(
        connection -> {
          SettlementTables tables = new SettlementTables(connection);
          List<String> account = List.of(booking.account());
          Map<String, WalletState> wallets = tables.lockWallets(account);
          String currency = booking.collectible().currency();
          Amount paid = tables.paid(booking.callId(), booking.account(), currency);
          if (paid == null) {
            return post(connection, List.of(booking));
          }
          return new Posted(
              List.of(new Receipt(booking.callId(), paid)),
              List.copyOf(wallets.values()),
              tables.leases(self.get().id(), account));
        });
  }

  @Override
  public void recordHolds(List<InterruptedCall> calls) {
    with(
        connection -> {
          new HoldTables(connection).insert(calls, self.get().id(), clock.instant());
          return null;
        });
  }

  @Override
  public void voidHolds(List<String> callIds) {
    with(
        connection -> {
          new SettlementTables(connection).endHolds(callIds, HoldState.VOIDED, clock.instant());
          return null;
        });
  }

  @Override
  public PricingRows apply(LedgerSettings settings, Collection<ProviderCard> cards) {
    return with(
        connection -> {
          new NodeTables(connection).lockGuard();
          new AccountsWriter(connection, this::draft, clock.instant()).write(settings.accounts());
          return new SettingsWriter(connection, clock.instant()).write(settings, cards);
        });
  }

  @Override
  public Optional<WalletState> wallet(String account) {
    return with(
        connection -> Optional.ofNullable(new SettlementTables(connection).wallet(account)));
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
