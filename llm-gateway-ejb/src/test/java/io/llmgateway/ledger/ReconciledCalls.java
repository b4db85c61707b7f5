package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;

/** Calls at one vendor, one USD for each token, so that a cost is the number of tokens. */
abstract class ReconciledCalls {
  static final String CLEARING = "clearing:reconciliation:vendor";
  static final String PAYABLE = "provider-payable:vendor";
  static final String VARIANCE = "expense:reconciliation-variance:vendor";
  static final LocalDate FIRST = LocalDate.parse("2026-10-01");

  final MovableClock clock = new MovableClock("2026-09-01T00:00:00Z");
  BookedCalls calls;

  void begin(TestDatabase.Provider provider) {
    calls = new BookedCalls(provider, clock);
    clock.forward(Duration.ofDays(60));
  }

  void call(String startedAt, String model, String channel, EndState end, long tokens) {
    calls.book(
        "key",
        new AttemptRecord(
            1,
            "public",
            "vendor",
            model,
            channel,
            end == EndState.COMPLETE ? Outcome.OK : Outcome.CUT,
            end,
            Usage.of(tokens, 0),
            UsageSource.REPORTED,
            Instant.parse(startedAt),
            null,
            Duration.ofSeconds(1),
            0));
  }

  void call(String startedAt, String model, long tokens) {
    call(startedAt, model, "one", EndState.COMPLETE, tokens);
  }

  /** Lines such as {@code 2026-10-01 m 5}. */
  static SortedMap<UsageSlot, StatedUsage> lines(String... texts) {
    SortedMap<UsageSlot, StatedUsage> lines = new TreeMap<>();
    for (String text : texts) {
      String[] part = text.split(" ");
      lines.put(
          new UsageSlot(
              part[0].equals("-") ? null : LocalDate.parse(part[0]),
              part[1].equals("-") ? null : part[1]),
          new StatedUsage(null, null, null, usd(part[2])));
    }
    return lines;
  }

  static ProviderInvoice invoice(
      String reference, String zone, Granularity granularity, String channel, String... lines) {
    return new ProviderInvoice(
        "vendor",
        "USD",
        reference,
        ZoneId.of(zone),
        granularity,
        channel,
        FIRST,
        FIRST.plusDays(1),
        lines(lines));
  }

  static ProviderInvoice invoice(String reference, String... lines) {
    return invoice(reference, "Z", Granularity.DAY_MODEL, null, lines);
  }

  interface Step<T> {
    T of(Reconciling reconciling) throws SQLException;
  }

  <T> T commit(Step<T> step) {
    return calls.commit(connection -> step.of(reconciling(connection)));
  }

  BlockDraft draft(Connection connection, List<String> accounts) throws SQLException {
    return new BlockDraft(
        connection, calls.self(), calls.database.ids(calls.team.self), clock.instant(), accounts);
  }

  Reconciling reconciling(Connection connection) {
    return new Reconciling(connection, this::draft, clock.instant());
  }

  Reconciliation take(ProviderInvoice invoice) {
    return commit(r -> r.take(invoice, "jane")).reconciliation();
  }

  Reconciliation compare(String id) {
    return commit(r -> r.compare(id, "jane")).reconciliation();
  }

  Reconciliation resolve(String id, Integer... lines) {
    return commit(r -> r.resolve(id, Set.of(lines), "joe", "vendor's credit note"))
        .reconciliation();
  }

  List<String> shown(String id) {
    return calls
        .commit(
            c ->
                new ReconciliationLines(c, clock.instant())
                    .list(id, "USD", ReconciliationLines.Query.ALL))
        .stream()
        .map(
            l ->
                "%s %s %s %s %s open %s age %s"
                    .formatted(
                        l.slot().day(),
                        l.slot().model(),
                        l.match().word(),
                        plain(l.statedCost()),
                        plain(l.recorded().cost()),
                        plain(l.open()),
                        l.ageDays()))
        .toList();
  }

  static String plain(Amount amount) {
    return amount.signum() == 0 ? "0" : amount.value().stripTrailingZeros().toPlainString();
  }

  void assertPosted(String account, String expected) {
    assertEquals(usd(expected), calls.team.posted(account), account);
  }

  List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    try (Connection connection = calls.database.source.getConnection()) {
      new LedgerVerification(connection, 10, found::add, clock).run(List.of());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  void assertClean() {
    assertEquals(List.of(), findings());
    assertEquals(
        List.of("0.000000000000"), calls.database.query("select sum(amount) from posting"));
  }

  static void assertRefused(ErrorCode code, Executable step) {
    assertEquals(code, assertThrows(ChatException.Final.class, step).code());
  }

  void reverse(String entry) {
    calls.commit(
        c ->
            new Reversals(c, this::draft, clock.instant())
                .reverse(entry, "reversal:" + entry, "jane", "error"));
  }
}
