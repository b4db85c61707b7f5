package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InvoicesTest {
  private final MovableClock clock = new MovableClock("2026-02-01T00:59:59Z");
  private BookedCalls calls;

  private Invoice issue(Month month, boolean fail) {
    return calls.commit(
        connection -> {
          Invoice issued =
              new InvoiceIssue(connection, InvoiceSettings.USUAL, calls.ids, clock.instant())
                  .issue("admin", "team", month)
                  .invoice();
          if (fail) {
            throw new IllegalStateException("the transaction fails after the issue");
          }
          return issued;
        });
  }

  @ParameterizedTest
  @EnumSource
  void issuesAMonthOnceAndNotBeforeAllOfItIsBooked(TestDatabase.Provider provider) {
    calls = new BookedCalls(provider, clock);
    Month january = Month.parse("2026-01");
    ChatException early = assertThrows(ChatException.Final.class, () -> issue(january, false));
    assertEquals(ErrorCode.CONFLICT, early.code());
    clock.forward(Duration.ofSeconds(1));
    Invoice first = issue(january, false);
    assertEquals("2026-000001", first.number());
    clock.forward(Duration.ofDays(60));
    assertEquals(first, issue(january, false));
    assertEquals("2026-000002", issue(Month.parse("2026-02"), false).number());
    clock.forward(Duration.ofDays(365));
    assertEquals("2027-000001", issue(Month.parse("2026-03"), false).number());
    AccountStatement now =
        calls.commit(c -> new StatementTables(c).read("team", january, clock.instant()));
    assertEquals(first.hash(), now.hash());
  }

  @ParameterizedTest
  @EnumSource
  void numbersHaveNoGapsWhateverIsIssuedAtOnceOrFails(TestDatabase.Provider provider)
      throws Exception {
    calls = new BookedCalls(provider, clock);
    clock.forward(Duration.ofDays(1));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Invoice>> issues = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Month month = new Month(YearMonth.of(2024, 1).plusMonths(i % 20));
      boolean fail = i % 3 == 0;
      issues.add(threads.submit(() -> issue(month, fail)));
    }
    for (Future<Invoice> issue : issues) {
      try {
        issue.get();
      } catch (java.util.concurrent.ExecutionException e) {
        assertEquals(IllegalStateException.class, e.getCause().getClass());
      }
    }
    threads.shutdown();
    assertEquals(
        IntStream.rangeClosed(1, 20)
            .mapToObj(n -> String.format(Locale.ROOT, "2026-%06d", n))
            .toList(),
        calls.database.query("select invoice_number from invoice order by invoice_number"));
  }
}
