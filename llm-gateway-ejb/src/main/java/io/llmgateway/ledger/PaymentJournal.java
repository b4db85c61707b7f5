package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Uuid7;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;

/** The data source of the server; each method is a JTA transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class PaymentJournal implements PaymentBooks {
  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private Clock clock;
  @Inject private GrowingIds ids;
  @Inject private ThisNode self;
  @Inject private AuditTrail audit;

  public PaymentJournal() {}

  PaymentJournal(
      DataSource connections, Clock clock, GrowingIds ids, ThisNode self, AuditTrail audit) {
    this.connections = connections;
    this.clock = clock;
    this.ids = ids;
    this.self = self;
    this.audit = audit;
  }

  private <T> T with(SqlWork<T> work) {
    return SqlWork.on(connections, work);
  }

  private BlockDraft draft(Connection connection, List<String> accounts) throws SQLException {
    return new BlockDraft(connection, self.get(), ids, clock.instant(), accounts);
  }

  @Override
  public Ordered order(String principal, String account, Amount amount, String reference) {
    Ordered ordered = with(connection -> order(connection, principal, account, amount, reference));
    if (ordered.first()) {
      audit.record(
          principal,
          "order.create",
          account,
          Json.createObjectBuilder()
              .add("order", ordered.order().id())
              .add("reference", reference)
              .add("amount", amount.value().toPlainString())
              .add("currency", amount.currency())
              .build());
    }
    return ordered;
  }

  private Ordered order(
      Connection connection, String principal, String account, Amount amount, String reference)
      throws SQLException {
    WalletState wallet = new SettlementTables(connection).wallet(account);
    if (wallet == null) {
      throw new ChatException.Final(
          ErrorCode.NOT_FOUND, "There is no account " + account + ".", "account");
    }
    EntryWriter.requireCurrency(wallet, amount);
    PaymentTables tables = new PaymentTables(connection);
    PaymentOrder before = tables.withReference(reference);
    if (before != null) {
      if (!before.account().equals(account) || !before.amount().equals(amount)) {
        throw EntryWriter.otherContent(reference);
      }
      return new Ordered(before, false);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    PaymentOrder order =
        new PaymentOrder(
            Uuid7.next(now.toEpochMilli()),
            account,
            amount,
            reference,
            false,
            principal,
            now,
            null,
            null,
            null,
            null,
            Amount.zero(amount.currency()));
    tables.insert(order);
    return new Ordered(order, true);
  }

  @Override
  public PaymentOrder find(String id) {
    PaymentOrder order = with(connection -> new PaymentTables(connection).find(id));
    if (order == null) {
      throw Payment.noOrder(id);
    }
    return order;
  }

  @Override
  public List<PaymentOrder> list(PaymentOrderQuery query) {
    return with(connection -> new PaymentTables(connection).list(query));
  }

  @Override
  public Booked paid(PaymentNotice notice) {
    return audited(with(connection -> payment(connection).paid(notice)));
  }

  @Override
  public Booked refunded(PaymentNotice notice, boolean shortOfMoney) {
    return audited(with(connection -> payment(connection).refunded(notice, shortOfMoney)));
  }

  private Payment payment(Connection connection) {
    return new Payment(connection, this::draft, clock.instant());
  }

  private Booked audited(Booked booked) {
    if (booked.first()) {
      EntryAudit.record(audit, booked.entry());
    }
    return booked;
  }
}
