package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;

import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * What a settlement costs: by size of batch, with one wallet and with a thousand, and, on
 * PostgreSQL, with many usage records before it. Run by hand, see docs/benchmarks.md. Arguments: a
 * JDBC URL (default H2 in memory); for the last comparison, the URL of another database on the same
 * PostgreSQL, and the number of usage records to add to it.
 */
final class SettlementBenchmark {
  private static final int[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256};
  private static final int BATCH = 64;
  private static final int WALLETS = 1_000;
  private static final int ROUNDS = 5;
  private static final Clock CLOCK = Clock.systemUTC();

  private final DataSource source;
  private final Books books;
  private final TestLedger team;
  private int bookings;

  private SettlementBenchmark(String url) {
    source = source(url);
    TestDatabase database = new TestDatabase(TestDatabase.Provider.ECLIPSELINK, source);
    TestDatabase.Node node = database.node(CLOCK);
    books = node.books();
    Map<String, String> settings = new HashMap<>();
    settings.put("gateway.model.public.price.input", "0.27");
    settings.put("gateway.model.public.price.output", "1.1");
    settings.put("gateway.account.team.opening-balance", "1000000");
    for (int i = 0; i < WALLETS; i++) {
      settings.put("gateway.account." + account(i) + ".opening-balance", "1000000");
    }
    team = new TestLedger(node, CLOCK).apply(settings);
  }

  /** Medians of the wall time and of this thread's CPU for one settlement, in microseconds. */
  private record Cost(double wall, double cpu) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%8.1f us, %8.1f us of CPU here", wall, cpu);
    }
  }

  public static void main(String[] arguments) throws SQLException {
    String url = arguments.length > 0 ? arguments[0] : "jdbc:h2:mem:" + UUID.randomUUID();
    SettlementBenchmark benchmark = new SettlementBenchmark(url);
    benchmark.measure(BATCH, 1);
    for (int size : SIZES) {
      print("batch of " + size, benchmark.measure(size, 1));
    }
    compareWallets(benchmark);
    if (arguments.length > 1) {
      compareRecords(
          benchmark, new SettlementBenchmark(arguments[1]), Long.parseLong(arguments[2]));
    }
  }

  /** By turns, so that what else the machine does hits both alike. */
  private static void compareWallets(SettlementBenchmark benchmark) {
    List<Cost> one = new ArrayList<>();
    List<Cost> many = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      one.add(benchmark.measure(BATCH, 1));
      many.add(benchmark.measure(BATCH, WALLETS));
    }
    print("one wallet, batches of " + BATCH, median(one));
    print(WALLETS + " wallets, batches of " + BATCH, median(many));
    ratio("one wallet to " + WALLETS, median(one), median(many));
  }

  private static void compareRecords(SettlementBenchmark few, SettlementBenchmark many, long count)
      throws SQLException {
    many.addRecords(count);
    List<Cost> withFew = new ArrayList<>();
    List<Cost> withMany = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      withFew.add(few.measure(BATCH, WALLETS));
      withMany.add(many.measure(BATCH, WALLETS));
    }
    print("few usage records", median(withFew));
    print("at least " + count + " usage records", median(withMany));
    ratio("many records to few", median(withMany), median(withFew));
  }

  /** The first round warms up. */
  private static Cost median(List<Cost> rounds) {
    double[] wall = rounds.stream().skip(1).mapToDouble(Cost::wall).sorted().toArray();
    double[] cpu = rounds.stream().skip(1).mapToDouble(Cost::cpu).sorted().toArray();
    return new Cost(wall[wall.length / 2], cpu[cpu.length / 2]);
  }

  private Cost measure(int size, int wallets) {
    double[] wall = new double[ROUNDS];
    double[] cpu = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      List<List<Booking>> batches = batches(size, wallets);
      var threads = ManagementFactory.getThreadMXBean();
      long cpuStart = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      batches.forEach(books::post);
      double settled = (double) batches.size() * size;
      wall[round] = (System.nanoTime() - start) / 1e3 / settled;
      cpu[round] = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e3 / settled;
    }
    Arrays.sort(wall);
    Arrays.sort(cpu);
    return new Cost(wall[ROUNDS / 2], cpu[ROUNDS / 2]);
  }

  private List<List<Booking>> batches(int size, int wallets) {
    List<List<Booking>> batches = new ArrayList<>();
    for (int done = 0; done < 40 * Math.min(size, 30); done += size) {
      List<Booking> batch = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        batch.add(booking(wallets == 1 ? "team" : account(bookings % wallets)));
        bookings++;
      }
      batches.add(batch);
    }
    return batches;
  }

  private Booking booking(String account) {
    String callId = Uuid7.next(CLOCK.millis());
    AttemptRecord attempt = attempt(1, EndState.COMPLETE, Usage.of(1_000, 200));
    Quote quote = team.quote(TestLedger.MODEL).orElseThrow();
    Charge charge = Charge.of(attempt, List.of(quote), "USD");
    Settlement call =
        new Settlement(callId, callId, "key", account, "public", "chat", true, List.of(attempt));
    return new Booking(
        callId, account, List.of(new UsageRecord(call, charge)), charge.charge(), false, null);
  }

  /** Records of the past, of a thousand accounts and keys; only PostgreSQL makes them so fast. */
  private void addRecords(long count) throws SQLException {
    String sql =
        "insert into usage_record (id, call_id, attempt, request_id, api_key, account,"
            + " requested_model, public_model, provider, upstream_model, channel, operation,"
            + " streamed, outcome, end_state, input_tokens, output_tokens, cache_read_tokens,"
            + " cache_write_tokens, reasoning_tokens, usage_source, charge, charge_currency,"
            + " uncollected, started_at, duration_ms, settled_at) select"
            + " '0' || lpad(to_hex(n), 35, '0'), '0' || lpad(to_hex(n), 35, '0'), 1, 'r' || n,"
            + " 'key' || n % 1000, 'team' || n % 1000, 'public', 'public', 'vendor', 'upstream',"
            + " 'channel', 'chat', true, 'OK', 'COMPLETE', 1000, 200, 0, 0, 0, 'REPORTED', 0.00049,"
            + " 'USD', 0, timestamp '2026-01-01 00:00:00', 500, timestamp '2026-01-01 00:00:00'"
            + " from generate_series(1, "
            + count
            + ") n";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
      statement.execute("vacuum analyze usage_record");
    }
  }

  private static void print(String what, Cost cost) {
    System.out.printf(Locale.ROOT, "%-40s %s%n", what, cost);
  }

  private static void ratio(String what, Cost cost, Cost to) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %8.2f     %8.2f%n",
        what,
        cost.wall() / to.wall(),
        cost.cpu() / to.cpu());
  }

  private static String account(int number) {
    return String.format(Locale.ROOT, "team-%04d", number);
  }

  private static DataSource source(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return JdbcConnectionPool.create(url + ";DB_CLOSE_DELAY=-1", "sa", "");
    }
    return TestSource.at(url);
  }
}
