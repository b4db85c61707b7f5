package io.llmgateway.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReviewTableTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String LONG = "prompt ".repeat(2_000);

  private final List<String> audited = new ArrayList<>();
  private JdbcConnectionPool database;
  private ReviewTable table;

  @BeforeEach
  void start() throws Exception {
    database = JdbcConnectionPool.create("jdbc:h2:mem:" + System.identityHashCode(this), "", "");
    try (InputStream file =
            ReviewTable.class.getResourceAsStream(
                "/db/migration/common/V15__content_filter_reviews.sql");
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
    table =
        new ReviewTable(
            database,
            new AuditTrail(null, null) {
              @Override
              public void record(String who, String action, String subject, JsonObject details) {
                audited.add(who + " " + action + " " + subject + " " + details);
              }
            },
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    database.dispose();
  }

  private ReviewQuery query(ReviewView.State state, String model, int limit, String after) {
    return new ReviewQuery(state, model, null, null, null, limit, after);
  }

  private List<String> ids(ReviewQuery query) {
    return table.list(query).stream().map(view -> view.stored().id()).toList();
  }

  @Test
  void givesBackWhatItGot() {
    ReviewCase stopped = ReviewCases.of("1", LONG, "answer", NOW);
    table.insert(stopped);
    table.insert(stopped);
    ReviewView listed = table.list(query(null, null, 10, null)).get(0);
    assertNull(listed.stored().prompt());
    assertEquals(List.of(), audited);
    assertEquals(
        new ReviewView(stopped, ReviewView.State.OPEN, null, null, null), table.read("ann", "1"));
    assertEquals(1, audited.size());
    assertEquals(
        "ann review.read 1 {\"call_id\":\"call-1\",\"account\":\"team\",\"model\":\"model\"}",
        audited.get(0));
  }

  @Test
  void listsByStateAndModelInPages() {
    for (String id : List.of("1", "2", "3")) {
      table.insert(ReviewCases.of(id, "p", "", NOW));
    }
    table.decide("ann", "2", ReviewView.State.UPHELD, "bad words");
    assertEquals(List.of("1", "3"), ids(query(ReviewView.State.OPEN, "model", 10, null)));
    assertEquals(List.of("2"), ids(query(ReviewView.State.UPHELD, null, 10, null)));
    assertEquals(List.of(), ids(query(null, "other", 10, null)));
    assertEquals(List.of("1", "2"), ids(query(null, null, 2, null)));
    assertEquals(List.of("3"), ids(query(null, null, 2, "2")));
  }

  @Test
  void decidesOnce() {
    table.insert(ReviewCases.of("1", "p", "", NOW));
    ReviewView decided = table.decide("ann", "1", ReviewView.State.RELEASED, "harmless");
    assertEquals(ReviewView.State.RELEASED, decided.state());
    assertEquals(NOW, decided.decidedAt());
    assertEquals("ann", decided.decidedBy());
    assertEquals("harmless", decided.comment());
    ChatException.Final again =
        assertThrows(
            ChatException.Final.class,
            () -> table.decide("bob", "1", ReviewView.State.UPHELD, null));
    assertEquals(ErrorCode.CONFLICT, again.code());
    assertEquals("ann", table.read("bob", "1").decidedBy());
    assertEquals(2, audited.size(), audited.toString());
    assertEquals(
        ErrorCode.NOT_FOUND,
        assertThrows(
                ChatException.Final.class,
                () -> table.decide("bob", "9", ReviewView.State.UPHELD, null))
            .code());
  }

  @Test
  void removesTextsTogetherWithTheirCases() throws Exception {
    table.insert(ReviewCases.of("1", "p", "a", NOW.minus(Duration.ofDays(8))));
    table.insert(ReviewCases.of("2", "p", "a", NOW));
    assertEquals(1, table.removeBefore(NOW.minus(Duration.ofDays(7))));
    assertEquals(List.of("2"), ids(query(null, null, 10, null)));
    assertEquals(2, texts());
    table.remove("ann", "2");
    assertEquals(0, texts());
    assertThrows(ChatException.Final.class, () -> table.read("ann", "2"));
  }

  private long texts() throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from review_text")) {
      row.next();
      return row.getLong(1);
    }
  }
}
