package io.llmgateway.it.torture;

import io.llmgateway.it.simulator.Exchange;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the ledger with what the provider answered and with what the clients received. */
final class Tally {
  private static final int SHOWN = 10;

  private final Clients clients;
  private final Map<String, List<Exchange>> arrived;
  private final LedgerRows ledger;
  private final String account;
  private final BigDecimal opening;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final Map<String, List<String>> differences = new TreeMap<>();

  Tally(Clients clients, Provider provider, LedgerRows ledger, String account, BigDecimal opening) {
    this.clients = clients;
    this.arrived = provider.arrived();
    this.ledger = ledger;
    this.account = account;
    this.opening = opening;
  }

  /**
   * @return what is wrong, by kind; empty when nothing is
   */
  Map<String, List<String>> compare() throws SQLException {
    List<LedgerRows.Usage> rows = ledger.usage(account);
    Map<String, List<LedgerRows.Usage>> booked =
        rows.stream().collect(Collectors.groupingBy(LedgerRows.Usage::requestId));
    clients.wrong().forEach(id -> differ("an answer is not what the provider said", id));
    clients.whole().forEach(id -> compareReceived(id, booked.getOrDefault(id, List.of())));
    arrived.forEach((id, times) -> compareArrived(id, times, booked.getOrDefault(id, List.of())));
    booked.forEach(this::compareBooked);
    compareMoney(rows);
    compareBooks(rows);
    count(rows);
    return differences;
  }

  /**
   * @return the figures and the differences, a line each
   */
  String text() {
    StringBuilder text = new StringBuilder();
    figures.forEach((name, value) -> text.append(String.format("%-58s %s%n", name, value)));
    int total = differences.values().stream().mapToInt(List::size).sum();
    text.append(String.format("%-58s %s%n", "differences", total));
    differences.forEach(
        (kind, found) ->
            text.append(
                String.format(
                    "  %d x %s: %s%n",
                    found.size(), kind, found.subList(0, Math.min(SHOWN, found.size())))));
    return text.toString();
  }

  /** What a client has received whole is booked once, to the last digit. */
  private void compareReceived(String id, List<LedgerRows.Usage> rows) {
    List<LedgerRows.Usage> complete =
        rows.stream().filter(r -> r.endState().equals("COMPLETE")).toList();
    if (complete.size() != 1) {
      differ("an answer received whole is not booked once as complete", id + " " + rows);
    }
  }

  /** What reached the provider left a record for each time. */
  private void compareArrived(String id, List<Exchange> times, List<LedgerRows.Usage> rows) {
    if (rows.isEmpty()) {
      differ("a request that reached the provider is not in the ledger", id + " " + times);
    } else if (rows.size() != times.size()) {
      differ("attempts at the provider and usage records differ", id + " " + times + " " + rows);
    }
  }

  private void compareBooked(String id, List<LedgerRows.Usage> rows) {
    Errand errand = clients.sent().get(id);
    if (errand == null) {
      differ("a record of a request that nobody sent", rows.toString());
      return;
    }
    if (rows.stream().map(LedgerRows.Usage::callId).distinct().count() != 1) {
      differ("one request has several calls", rows.toString());
    }
    if (rows.stream().filter(r -> r.charge().signum() != 0).count() > 1) {
      differ("one request is charged more than once", rows.toString());
    }
    if (!arrived.containsKey(id) && rows.stream().anyMatch(r -> r.charge().signum() != 0)) {
      differ("a request is charged that the provider never got", rows.toString());
    }
    rows.stream()
        .filter(row -> !fits(row, errand))
        .forEach(row -> differ("a record does not fit its end state", row + " of " + errand));
  }

  private static boolean fits(LedgerRows.Usage row, Errand errand) {
    return switch (row.endState()) {
      case "COMPLETE" ->
          row.inputTokens() == errand.words()
              && row.outputTokens() == errand.words()
              && row.charge().compareTo(errand.charge()) == 0;
      case "CLIENT_GONE" ->
          row.charge().compareTo(Errand.charge(row.inputTokens(), row.outputTokens())) == 0;
      case "CUT", "FAILED_BEFORE_OUTPUT" -> row.charge().signum() == 0;
      case "INTERRUPTED" ->
          row.charge().signum() == 0
              && row.upperBound() != null
              && row.upperBound().compareTo(errand.charge()) >= 0;
      default -> false;
    };
  }

  private void compareMoney(List<LedgerRows.Usage> rows) throws SQLException {
    BigDecimal charged = sum(rows.stream().map(LedgerRows.Usage::charge).toList());
    BigDecimal uncollected = sum(rows.stream().map(LedgerRows.Usage::uncollected).toList());
    BigDecimal balance = ledger.balance(account);
    expect("uncollected", BigDecimal.ZERO, uncollected);
    expect("balance against charges", opening.subtract(charged), balance);
    expect("balance against postings", ledger.sumOfPostings(account), balance);
    expect("leased against leases", ledger.sumOfLeases(account), ledger.leased(account));
    if (balance.signum() < 0) {
      differ("the balance is below zero", balance.toPlainString());
    }
    figures.put("balance", balance.stripTrailingZeros().toPlainString());
    figures.put("charged", charged.stripTrailingZeros().toPlainString());
  }

  private void compareBooks(List<LedgerRows.Usage> rows) throws SQLException {
    long calls = rows.stream().map(LedgerRows.Usage::callId).distinct().count();
    expectNone("unbalanced entries", ledger.unbalancedEntries());
    expectNone("calls without an entry", ledger.callsWithoutEntry());
    expectNone("calls more or less than entries", calls - ledger.entriesOfCalls());
    expectNone("holds of no living call", ledger.pendingHolds());
    expectNone("leases of dead nodes", ledger.leasesOfTheDead());
    expectNone("broken links between blocks", ledger.brokenLinks());
    expectNone("missing blocks", ledger.missingBlocks());
  }

  private void count(List<LedgerRows.Usage> rows) {
    figures.put("requests sent", clients.sent().size());
    clients.outcomes().forEach((outcome, n) -> figures.put("  the client saw: " + outcome, n));
    figures.put("answers received whole", clients.whole().size());
    figures.put("requests that reached the provider", arrived.size());
    figures.put("usage records", rows.size());
    rows.stream()
        .collect(
            Collectors.groupingBy(LedgerRows.Usage::endState, TreeMap::new, Collectors.counting()))
        .forEach((state, n) -> figures.put("  of them " + state, n));
    figures.put(
        "complete in the ledger, the last byte lost on the way",
        rows.stream()
            .filter(r -> r.endState().equals("COMPLETE"))
            .filter(r -> !clients.whole().contains(r.requestId()))
            .count());
  }

  private void expect(String what, BigDecimal expected, BigDecimal actual) {
    if (expected.compareTo(actual) != 0) {
      differ(what, "expected " + expected.toPlainString() + ", is " + actual.toPlainString());
    }
  }

  private void expectNone(String what, long count) {
    if (count != 0) {
      differ(what, Long.toString(count));
    }
  }

  private void differ(String kind, String evidence) {
    differences.computeIfAbsent(kind, k -> new ArrayList<>()).add(evidence);
  }

  private static BigDecimal sum(List<BigDecimal> amounts) {
    return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
