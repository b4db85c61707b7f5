package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;

import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * What a settlement costs by size of batch. Run by hand; the argument is a JDBC URL of H2 or
 * PostgreSQL, default H2 in memory.
 */
final class SettlementBenchmark {
  private static final int[] SIZES = {1, 4, 16, 64, 256};
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Map<String, String> SETTINGS =
      Map.of(
          "gateway.account.team.opening-balance", "1000000",
          "gateway.model.public.price.input", "0.27",
          "gateway.model.public.price.output", "1.1");

  private SettlementBenchmark() {}

  public static void main(String[] arguments) {
    String url = arguments.length > 0 ? arguments[0] : "jdbc:h2:mem:" + UUID.randomUUID();
    TestDatabase database = new TestDatabase(TestDatabase.Provider.ECLIPSELINK, source(url));
    TestDatabase.Node node = database.node(CLOCK);
    Books books = node.books();
    TestLedger team = new TestLedger(node, CLOCK).apply(SETTINGS);
    for (int size : SIZES) {
      measure(team, books, size, 200 * Math.min(size, 30));
    }
    for (int size : SIZES) {
      System.out.println(measure(team, books, size, 200 * Math.min(size, 30)));
    }
  }

  private static String measure(TestLedger team, Books books, int size, int count) {
    List<List<Booking>> batches = new ArrayList<>();
    for (int done = 0; done < count; done += size) {
      List<Booking> batch = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        batch.add(booking(team));
      }
      batches.add(batch);
    }
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    batches.forEach(books::post);
    double settled = (double) batches.size() * size;
    double wallMicros = (System.nanoTime() - start) / 1e3 / settled;
    double cpuMicros = (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / settled;
    return String.format(
        Locale.ROOT,
        "batch %3d: %7.0f settlements/s, %7.1f us and %7.1f us of CPU each",
        size,
        1e6 / wallMicros,
        wallMicros,
        cpuMicros);
  }

  private static Booking booking(TestLedger team) {
    String callId = Uuid7.next(CLOCK.millis());
    AttemptRecord attempt = attempt(1, EndState.COMPLETE, Usage.of(1_000, 200));
    Quote quote = team.quote(TestLedger.MODEL).orElseThrow();
    Charge charge = Charge.of(attempt, List.of(quote), "USD");
    Settlement call = TestLedger.settlement(callId, attempt);
    return new Booking(
        callId,
        call.account(),
        List.of(new UsageRecord(call, charge)),
        charge.charge(),
        false,
        null);
  }

  private static DataSource source(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return JdbcConnectionPool.create(url + ";DB_CLOSE_DELAY=-1", "sa", "");
    }
    return TestSource.at(url);
  }
}
