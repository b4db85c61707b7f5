package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/**
 * The data source of the server; each method is a JTA transaction of its own, which may take longer
 * than the server's usual ones: the sums of a month are one statement.
 */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class ArchiveJournal implements ArchiveBooks {
  private static final int MONTHS_AHEAD = 2;
  private static final int SECONDS = 3_600;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Resource private UserTransaction transaction;
  @Inject private Clock clock;
  @Inject private GrowingIds ids;
  @Inject private ThisNode self;
  @Inject private AuditTrail audit;

  public ArchiveJournal() {}

  /** With an open transaction of the caller's. */
  ArchiveJournal(
      DataSource connections, Clock clock, GrowingIds ids, ThisNode self, AuditTrail audit) {
    this.connections = connections;
    this.clock = clock;
    this.ids = ids;
    this.self = self;
    this.audit = audit;
  }

  private <T> T with(SqlWork<T> work) {
    if (transaction == null) {
      return SqlWork.on(connections, work);
    }
    try {
      transaction.setTransactionTimeout(SECONDS);
      transaction.begin();
      boolean done = false;
      try {
        T result = SqlWork.on(connections, work);
        done = true;
        return result;
      } finally {
        transaction.setTransactionTimeout(0);
        if (done) {
          transaction.commit();
        } else {
          transaction.rollback();
        }
      }
    } catch (NotSupportedException
        | SystemException
        | RollbackException
        | HeuristicMixedException
        | HeuristicRollbackException e) {
      throw new PersistenceException(e);
    }
  }

  @Override
  public Begun begin(Month month, String principal) {
    return with(
        connection -> {
          ArchiveTables tables = new ArchiveTables(connection);
          tables.lock();
          UsageArchive known = tables.find(month);
          if (known != null && known.state() == UsageArchive.State.ARCHIVED) {
            return new Begun(known, null);
          }
          String leftover = null;
          if (known != null) {
            requireGone(connection, known);
            leftover = known.directory();
            tables.delete(month, leftover);
          }
          new ArchiveConditions(connection, clock.instant()).require(month);
          String id = ids.next(clock.millis());
          UsageArchive begun =
              new UsageArchive(
                  month,
                  UsageArchive.State.WRITING,
                  self.get().id(),
                  "usage-" + month + "-" + id.substring(id.length() - 12),
                  null,
                  principal,
                  clock.instant(),
                  null);
          tables.insert(begun);
          return new Begun(begun, leftover);
        });
  }

  private void requireGone(Connection connection, UsageArchive known) throws SQLException {
    boolean other = !known.node().equals(self.get().id());
    if (other && new NodeTables(connection).living(known.node())) {
      throw conflict("The month " + known.month() + " is being archived by another node.");
    }
  }

  @Override
  public boolean abandon(UsageArchive begun) {
    return with(
        connection -> new ArchiveTables(connection).delete(begun.month(), begun.directory()));
  }

  @Override
  public UsageArchive finish(UsageArchive begun, UsageArchive.Contents contents) {
    return with(connection -> finish(connection, begun, contents));
  }

  private UsageArchive finish(
      Connection connection, UsageArchive begun, UsageArchive.Contents contents)
      throws SQLException {
    Month month = begun.month();
    ArchiveTables tables = new ArchiveTables(connection);
    tables.lock();
    UsageArchive known = tables.find(month);
    if (known == null || !known.directory().equals(begun.directory())) {
      throw conflict("The month " + month + " has been taken over by another node.");
    }
    remove(connection, month, contents.records());
    tables.finish(month, contents, clock.instant());
    audit.record(
        begun.principal(),
        "usage.archive",
        month.toString(),
        Json.createObjectBuilder()
            .add("records", contents.records())
            .add("directory", begun.directory())
            .add("manifest_hash", contents.manifestHash())
            .build());
    return tables.find(month);
  }

  /** Sums up what is removed, and nothing else. */
  private static void remove(Connection connection, Month month, long written) throws SQLException {
    Dialect dialect = Dialect.of(connection);
    try {
      dialect.closeMonth(connection, month);
      ArchiveSummary summary = new ArchiveSummary(connection);
      summary.insert(month);
      requireSame(month, written, summary.records(month));
      requireSame(month, written, dialect.removeMonth(connection, month));
    } catch (SQLException e) {
      if (dialect.gaveUpWaiting(e)) {
        throw conflict("The records of %s are being read; try again.".formatted(month));
      }
      throw e;
    }
  }

  private static void requireSame(Month month, long written, long there) {
    if (there != written) {
      throw conflict(
          "The month %s has %d records, and %d were written; archive it again."
              .formatted(month, there, written));
    }
  }

  static ChatException.Final conflict(String message) {
    return new ChatException.Final(ErrorCode.CONFLICT, message);
  }

  @Override
  public UsageArchive find(Month month) {
    return with(connection -> new ArchiveTables(connection).find(month));
  }

  @Override
  public List<UsageArchive> list(Month after, int limit) {
    return with(connection -> new ArchiveTables(connection).list(after, limit));
  }

  @Override
  public List<Month> archived() {
    return with(connection -> new ArchiveTables(connection).archivedMonths());
  }

  @Override
  public Month oldest() {
    return with(connection -> new ArchiveTables(connection).oldest());
  }

  @Override
  public void prepareMonths() {
    with(
        connection -> {
          Dialect.of(connection).prepareMonths(connection, MONTHS_AHEAD);
          return null;
        });
  }
}
