package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.chat.ChatException;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Providers' invoices beside the usage records. Each method is a transaction, which also records
 * who did it.
 */
@Stateless
public class Reconciliations {
  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private Clock clock;
  @Inject private GrowingIds ids;
  @Inject private ThisNode self;
  @Inject private AuditTrail audit;

  /** Work on a connection in the open transaction. */
  private interface Work<T> {
    T on(Connection connection, Instant now) throws SQLException;
  }

  /**
   * What a request has come to.
   *
   * @param changed false when it had been done before
   */
  public record Done(Reconciliation reconciliation, boolean changed) {}

  private <T> T with(Work<T> work) {
    return SqlWork.on(connections, connection -> work.on(connection, clock.instant()));
  }

  private Reconciling reconciling(Connection connection, Instant now) {
    return new Reconciling(
        connection, (c, accounts) -> new BlockDraft(c, self.get(), ids, now, accounts), now);
  }

  /**
   * Takes an invoice, compares it and books the difference: all of it, or nothing.
   *
   * @throws ChatException.Final CONFLICT when the reference has other content, or another invoice
   *     is about the same calls; INVALID_REQUEST for a provider that no call has gone to
   */
  public Done take(ProviderInvoice invoice, String principal) {
    return recorded(
        "import",
        principal,
        null,
        with((connection, now) -> reconciling(connection, now).take(invoice, principal)));
  }

  /**
   * Counts the records again, and books by how much the difference has changed.
   *
   * @throws ChatException.Final NOT_FOUND; CONFLICT when it was withdrawn
   */
  public Done compare(String id, String principal) {
    return recorded(
        "compare",
        principal,
        null,
        with((connection, now) -> reconciling(connection, now).compare(id, principal)));
  }

  /**
   * Gives up what is in clearing: it becomes a variance.
   *
   * @param lines the numbers of lines, or empty for all that are open
   * @throws ChatException.Final NOT_FOUND; CONFLICT when there is nothing to resolve
   */
  public Done resolve(String id, Set<Integer> lines, String principal, String reason) {
    return recorded(
        "resolve",
        principal,
        reason,
        with((c, now) -> reconciling(c, now).resolve(id, lines, principal, reason)));
  }

  /**
   * Takes back all that was booked for it, and gives its reference free.
   *
   * @throws ChatException.Final NOT_FOUND
   */
  public Done withdraw(String id, String principal, String reason) {
    return recorded(
        "withdraw",
        principal,
        reason,
        with((c, now) -> reconciling(c, now).withdraw(id, principal, reason)));
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public Reconciliation get(String id) {
    Reconciliation found = with((c, now) -> new ReconciliationTables(c, now).find(id));
    if (found == null) {
      throw Reconciling.none(id);
    }
    return found;
  }

  public List<Reconciliation> list(ReconciliationQuery query) {
    return with((connection, now) -> new ReconciliationTables(connection, now).list(query));
  }

  /**
   * @param match which ones, or null for all
   * @param open only those of which something is in clearing
   * @param limit at most so many, or 0 for all
   * @param after the number of the last line of the page before, or 0
   */
  public List<ReconciliationLine> lines(
      Reconciliation of, ReconciliationLine.Match match, boolean open, int limit, int after) {
    return with(
        (connection, now) ->
            new ReconciliationLines(connection, now)
                .list(
                    of.id(),
                    of.currency(),
                    new ReconciliationLines.Query(match, open, limit, after)));
  }

  /**
   * All that is in clearing, in the order of import.
   *
   * @param provider whose, or null for all
   * @param after the id of the last item of the page before, or null
   */
  public List<ClearingItem> clearing(String provider, int limit, String after) {
    return with((c, now) -> new ReconciliationLines(c, now).open(provider, limit, after));
  }

  private Done recorded(
      String action, String principal, String reason, Reconciling.Outcome outcome) {
    Reconciliation of = outcome.reconciliation();
    if (outcome.changed()) {
      JsonObjectBuilder details =
          Json.createObjectBuilder()
              .add("reconciliation", of.id())
              .add("reference", of.reference())
              .add("state", of.state().word())
              .add("stated", of.sums().stated().value().toPlainString())
              .add("recorded", of.sums().recorded().value().toPlainString())
              .add("clearing", of.sums().open().value().toPlainString())
              .add("currency", of.currency());
      if (outcome.entry() != null) {
        details.add("entry", outcome.entry());
      }
      if (reason != null) {
        details.add("reason", reason);
      }
      audit.record(principal, "reconciliation." + action, of.provider(), details.build());
    }
    return new Done(of, outcome.changed());
  }
}
