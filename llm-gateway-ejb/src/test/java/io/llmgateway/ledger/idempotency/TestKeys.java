package io.llmgateway.ledger.idempotency;

import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.ledger.AnswerBooks;
import io.llmgateway.ledger.StoredAnswer;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import javax.sql.DataSource;

/** Keys on a real database, and what the ledger does with their answers. */
final class TestKeys implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  final AnswerBooks books = new AnswerBooks();
  final TestClock clock = new TestClock(NOW);
  final Cancellation here = new Cancellation();
  final IdempotencyTable table = new IdempotencyTable(breakable(books.source()));
  private volatile boolean away;

  IdempotencyKeys node(String id) {
    execute(
        "insert into ledger_node (id, name, state, beat, started_at) values ('"
            + id
            + "', 'test', 'LIVE', 0, current_timestamp)");
    return new IdempotencyKeys(table, () -> id, clock);
  }

  void end(String node, String state) {
    execute("update ledger_node set state = '" + state + "' where id = '" + node + "'");
  }

  void away(boolean now) {
    away = now;
  }

  static RequestKey key(String key, String body) {
    return new RequestKey(key, body);
  }

  Call call() {
    return new Call(Uuid7.next(clock.millis()), "request", clock.instant(), new Cancellation());
  }

  Claim claim(IdempotencyKeys node, String key, String body) {
    return claim(node, key, body, 1);
  }

  Claim claim(IdempotencyKeys node, String key, String body, int parts) {
    return node.claim("api-key", key(key, body), call(), parts, here);
  }

  /**
   * @return false when the call has lost its key
   */
  boolean settle(StoredAnswer answer) {
    return books.store(answer);
  }

  int count(String table) {
    return Integer.parseInt(first("select count(*) from " + table));
  }

  String plan(String sql) {
    return first("explain " + sql);
  }

  /** JSON text of random letters. */
  static String incompressible(int length) {
    byte[] random = new byte[length / 4 * 3];
    new Random(1).nextBytes(random);
    return "\"" + Base64.getEncoder().encodeToString(random) + "\"";
  }

  private String first(String sql) {
    try (Connection connection = books.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) {
    try (Connection connection = books.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private DataSource breakable(DataSource source) {
    return (DataSource)
        Proxy.newProxyInstance(
            TestKeys.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (away) {
                throw new SQLException("connection refused", "08001");
              }
              return method.invoke(source, arguments);
            });
  }

  @Override
  public void close() {
    books.close();
  }
}
