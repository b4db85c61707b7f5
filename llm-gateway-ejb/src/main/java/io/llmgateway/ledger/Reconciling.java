package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.ledger.JournalEntry.Kind;
import io.llmgateway.ledger.Reconciliation.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a provider's invoice with the usage records, and books what they differ by, in an open
 * transaction. After a comparison all of the difference has been posted: what the provider is owed
 * by the books is what it asks.
 */
final class Reconciling {
  private final Connection connection;
  private final Clearing clearing;
  private final ReconciliationTables tables;
  private final ReconciliationLines lines;
  private final Instant now;

  Reconciling(Connection connection, AccountsWriter.Drafts drafts, Instant now) {
    this.connection = connection;
    this.clearing = new Clearing(connection, drafts);
    this.now = now.truncatedTo(ChronoUnit.MICROS);
    this.tables = new ReconciliationTables(connection, this.now);
    this.lines = new ReconciliationLines(connection, this.now);
  }

  /**
   * What a change has come to.
   *
   * @param changed false when it had been made before, or there was nothing to do
   * @param entry the id of the entry that was booked, or null for none
   */
  record Outcome(Reconciliation reconciliation, boolean changed, String entry) {}

  /**
   * @throws ChatException.Final CONFLICT when the reference has other content, or another invoice
   *     is about the same calls; INVALID_REQUEST for a provider that no call has gone to
   */
  Outcome take(ProviderInvoice invoice, String principal) throws SQLException {
    tables.lockImports();
    Reconciliation before = tables.withReference(invoice.reference());
    if (before != null) {
      if (!before.hash().equals(invoice.contentHash())) {
        throw conflict(
            "The invoice " + invoice.reference() + " was imported before with other content.",
            "reference");
      }
      return new Outcome(before, false, null);
    }
    requireProvider(invoice);
    Reconciliation other = tables.overlapping(invoice);
    if (other != null) {
      throw conflict(
          "The invoice %s is about calls of the same days (%s to %s)."
              .formatted(other.reference(), other.first(), other.last()),
          "reference");
    }
    String id = Uuid7.next(now.toEpochMilli());
    tables.insert(id, invoice, principal);
    List<ReconciliationLine> stated = new ArrayList<>();
    RecordedUsage none = RecordedUsage.none(invoice.currency());
    invoice
        .lines()
        .forEach(
            (slot, said) -> stated.add(ReconciliationLine.of(stated.size() + 1, slot, said, none)));
    lines.insert(id, stated);
    return compared(id, principal);
  }

  private void requireProvider(ProviderInvoice invoice) throws SQLException {
    boolean known =
        new ProviderCosts(connection, invoice.provider(), invoice.currency(), null).known();
    if (!known) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST,
          "Invalid 'provider': no call has gone to a provider of that name.",
          "provider");
    }
  }

  /** Counts the records again, and books by how much the difference has changed. */
  Outcome compare(String id, String principal) throws SQLException {
    requireActive(id);
    return compared(id, principal);
  }

  private Outcome compared(String id, String principal) throws SQLException {
    Reconciliation of = tables.find(id);
    Map<UsageSlot, RecordedUsage> recorded =
        new ProviderCosts(connection, of.provider(), of.currency(), of.channel()).read(of);
    List<ReconciliationLine> changed = new ArrayList<>();
    List<ReconciliationLine> added = new ArrayList<>();
    SortedMap<Integer, Amount> movements = new TreeMap<>();
    Map<UsageSlot, ReconciliationLine> known = known(of);
    recorded
        .entrySet()
        .removeIf(e -> e.getValue().cost().signum() == 0 && !known.containsKey(e.getKey()));
    for (ReconciliationLine line : known.values()) {
      RecordedUsage counted = recorded.remove(line.slot());
      ReconciliationLine next =
          line.recounted(counted == null ? RecordedUsage.none(of.currency()) : counted).posted(now);
      if (!next.equals(line)) {
        changed.add(next);
        move(line, next, movements);
      }
    }
    for (Map.Entry<UsageSlot, RecordedUsage> only : recorded.entrySet()) {
      ReconciliationLine line =
          ReconciliationLine.of(
              known.size() + added.size() + 1, only.getKey(), null, only.getValue());
      ReconciliationLine next = line.posted(now);
      added.add(next);
      move(line, next, movements);
    }
    lines.update(id, changed);
    lines.insert(id, added);
    tables.compared(id);
    String entry =
        book(
            of,
            Kind.RECONCILIATION,
            principal,
            "invoice " + of.reference(),
            Clearing.Move.between(movements, LedgerAccounts.providerPayable(of.provider())));
    return outcome(id, entry);
  }

  /** The lines as they are, by slot, in the order of their numbers. */
  private Map<UsageSlot, ReconciliationLine> known(Reconciliation of) throws SQLException {
    Map<UsageSlot, ReconciliationLine> known = new java.util.LinkedHashMap<>();
    for (ReconciliationLine line :
        lines.list(of.id(), of.currency(), ReconciliationLines.Query.ALL)) {
      known.put(line.slot(), line);
    }
    return known;
  }

  private static void move(
      ReconciliationLine line, ReconciliationLine next, Map<Integer, Amount> movements) {
    Amount movement = next.open().minus(line.open());
    if (movement.signum() != 0) {
      movements.put(line.number(), movement);
    }
  }

  /**
   * Gives up what is in clearing.
   *
   * @param chosen the numbers of lines, or empty for all that are open
   * @throws ChatException.Final NOT_FOUND for no such line; CONFLICT when a line is not open,
   *     unless the last entry has done the same
   */
  Outcome resolve(String id, Set<Integer> chosen, String principal, String reason)
      throws SQLException {
    Reconciliation of = requireActive(id);
    Map<Integer, ReconciliationLine> all = new TreeMap<>();
    known(of).values().forEach(line -> all.put(line.number(), line));
    Set<Integer> open = new TreeSet<>();
    all.values().stream().filter(l -> l.open().signum() != 0).forEach(l -> open.add(l.number()));
    for (int number : chosen) {
      if (!all.containsKey(number)) {
        throw new ChatException.Final(ErrorCode.NOT_FOUND, "There is no line " + number + ".");
      }
    }
    Set<Integer> wanted = chosen.isEmpty() ? open : chosen;
    if (open.isEmpty() || !open.containsAll(wanted)) {
      requireDoneBefore(of, chosen, reason);
      return new Outcome(of, false, null);
    }
    List<ReconciliationLine> changed = new ArrayList<>();
    SortedMap<Integer, Amount> movements = new TreeMap<>();
    for (int number : wanted) {
      ReconciliationLine next = all.get(number).resolved(now);
      changed.add(next);
      move(all.get(number), next, movements);
    }
    lines.update(id, changed);
    Clearing.Move move = Clearing.Move.between(movements, LedgerAccounts.variance(of.provider()));
    return outcome(id, book(of, Kind.VARIANCE, principal, reason, move));
  }

  private void requireDoneBefore(Reconciliation of, Set<Integer> chosen, String reason)
      throws SQLException {
    EntryView last = clearing.last(of.id());
    boolean same =
        last != null
            && last.kind().equals(Kind.VARIANCE.name())
            && last.reason().equals(reason)
            && (chosen.isEmpty()
                || chosen.equals(clearing.movements(last.id(), of.currency()).keySet()));
    if (!same) {
      throw conflict("Nothing of it, or not all that was chosen, is in clearing.", null);
    }
  }

  /**
   * Takes back all that was booked for it.
   *
   * @throws ChatException.Final NOT_FOUND
   */
  Outcome withdraw(String id, String principal, String reason) throws SQLException {
    Reconciliation of = require(id);
    if (of.state() == State.WITHDRAWN) {
      return new Outcome(of, false, null);
    }
    List<ReconciliationLine> changed = new ArrayList<>();
    SortedMap<Integer, Amount> movements = new TreeMap<>();
    for (ReconciliationLine line : known(of).values()) {
      ReconciliationLine next = line.withdrawn(now);
      changed.add(next);
      move(line, next, movements);
    }
    lines.update(id, changed);
    Map<String, Amount> others = new HashMap<>();
    others.put(LedgerAccounts.providerPayable(of.provider()), of.sums().posted().negate());
    others.put(LedgerAccounts.variance(of.provider()), of.sums().resolved());
    String entry =
        book(of, Kind.RECONCILIATION, principal, reason, new Clearing.Move(movements, others));
    tables.state(id, State.WITHDRAWN);
    return new Outcome(tables.find(id), true, entry);
  }

  /**
   * Opens again what an entry had resolved, which another entry has taken back.
   *
   * @param entryId of the resolution
   * @param reversalId of the entry that takes it back
   */
  void reopen(String entryId, String reversalId) throws SQLException {
    Reconciliation of = tables.find(clearing.reconciliationOf(entryId));
    SortedMap<Integer, Amount> back = new TreeMap<>();
    clearing
        .movements(entryId, of.currency())
        .forEach((number, amount) -> back.put(number, amount.negate()));
    List<ReconciliationLine> changed = new ArrayList<>();
    for (ReconciliationLine line : known(of).values()) {
      if (back.containsKey(line.number())) {
        changed.add(line.reopened(back.get(line.number()), now));
      }
    }
    lines.update(of.id(), changed);
    clearing.keep(of.id(), reversalId, back);
    outcome(of.id(), reversalId);
  }

  /**
   * Locks the reconciliation that an entry was booked for.
   *
   * @throws ChatException.Final CONFLICT when it was withdrawn
   */
  void requireActiveOf(String entryId) throws SQLException {
    String id = clearing.reconciliationOf(entryId);
    if (id != null) {
      requireActive(id);
    }
  }

  private Reconciliation requireActive(String id) throws SQLException {
    Reconciliation of = require(id);
    if (of.state() == State.WITHDRAWN) {
      throw conflict("The reconciliation " + id + " was withdrawn.", null);
    }
    return of;
  }

  private Reconciliation require(String id) throws SQLException {
    tables.lock(id);
    Reconciliation of = tables.find(id);
    if (of == null) {
      throw none(id);
    }
    return of;
  }

  static ChatException.Final none(String id) {
    return new ChatException.Final(ErrorCode.NOT_FOUND, "There is no reconciliation " + id + ".");
  }

  private String book(
      Reconciliation of, Kind kind, String principal, String reason, Clearing.Move move)
      throws SQLException {
    String reference = "reconciliation:" + of.id() + ":" + tables.nextEntry(of.id());
    return clearing.book(of, new EntryHead(kind, reference, principal, reason, null), move);
  }

  private Outcome outcome(String id, String entry) throws SQLException {
    Reconciliation.Sums sums = tables.find(id).sums();
    State closed = sums.matched() == sums.lines() ? State.MATCHED : State.RESOLVED;
    tables.state(id, sums.openLines() > 0 ? State.OPEN : closed);
    return new Outcome(tables.find(id), true, entry);
  }

  private static ChatException.Final conflict(String why, String param) {
    return new ChatException.Final(ErrorCode.CONFLICT, why, param);
  }
}
