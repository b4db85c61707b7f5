package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/** The data source of the server; each method is a JTA transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ManualJournal implements ManualBooks {
  private static final int MOST_GRANTS_AT_ONCE = 100;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private Clock clock;
  @Inject private GrowingIds ids;
  @Inject private ThisNode self;
  @Inject private AuditTrail audit;

  public ManualJournal() {}

  ManualJournal(
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
  public Booked book(EntryRequest request) {
    return audited(with(connection -> book(connection, request)));
  }

  private Booked book(Connection connection, EntryRequest request) throws SQLException {
    if (request.kind() == JournalEntry.Kind.TRANSFER) {
      new Organisations(connection).requireSame(request.account(), request.receiver());
    }
    Booked booked = new EntryWriter(connection, this::draft).book(request.plan());
    if (request.kind() == JournalEntry.Kind.GRANT) {
      GrantTables grants = new GrantTables(connection, clock.instant());
      if (booked.first()) {
        grants.insert(granted(request, booked.entry()), booked.wallets().get(0));
      } else if (!grants.find(booked.entry().id()).expires().equals(request.expires())) {
        throw EntryWriter.otherContent(request.reference());
      }
    }
    return booked;
  }

  private static CreditGrant granted(EntryRequest request, EntryView entry) {
    return new CreditGrant(
        entry.id(),
        request.account(),
        request.amount(),
        request.amount(),
        request.expires(),
        CreditGrant.State.OPEN,
        0,
        entry.createdAt(),
        null);
  }

  @Override
  public Booked reverse(String entryId, String reference, String principal, String reason) {
    return audited(
        with(
            connection ->
                new Reversals(connection, this::draft, clock.instant())
                    .reverse(entryId, reference, principal, reason)));
  }

  @Override
  public int recall(String account) {
    return with(connection -> new NodeTables(connection).want(self.get().id(), account));
  }

  @Override
  public List<CreditGrant> dueGrants() {
    return with(
        connection -> new GrantTables(connection, clock.instant()).due(MOST_GRANTS_AT_ONCE));
  }

  @Override
  public Booked expire(String grantId) {
    return with(
        connection ->
            new GrantExpiry(connection, this::draft)
                .expire(new GrantTables(connection, clock.instant()).find(grantId)));
  }

  @Override
  public List<CreditGrant> grants(CreditGrantQuery query) {
    return with(connection -> new GrantTables(connection, clock.instant()).list(query));
  }

  private Booked audited(Booked booked) {
    if (booked.first()) {
      EntryAudit.record(audit, booked.entry());
    }
    return booked;
  }
}
