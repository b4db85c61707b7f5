package io.llmgateway.moderation;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * The cases in the database. Each method is a transaction; a reviewer's looking and deciding is on
 * record in the same one.
 */
@Stateless
@LocalBean
public class ReviewTable implements ReviewStore {
  private static final int LONGEST_COMMENT = 2_000;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource database;

  @Inject private AuditTrail audit;
  @Inject private Clock clock;

  public ReviewTable() {}

  /** Without a container: each statement is a transaction of its own. */
  ReviewTable(DataSource database, AuditTrail audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  @Override
  public void insert(ReviewCase stopped) {
    on(
        connection -> {
          if (ReviewRows.find(connection, stopped.id()) == null) {
            ReviewRows.insert(connection, stopped);
          }
          return null;
        });
  }

  @Override
  public int removeBefore(Instant time) {
    return on(
        connection -> {
          ReviewRows.removeTextsBefore(connection, time);
          return ReviewRows.removeBefore(connection, time);
        });
  }

  /**
   * @return one page without texts, oldest first
   */
  public List<ReviewView> list(ReviewQuery query) {
    return on(connection -> ReviewRows.list(connection, query));
  }

  /**
   * Reads a case with its texts, which goes on record.
   *
   * @param principal who reads
   * @throws ChatException.Final NOT_FOUND
   */
  public ReviewView read(String principal, String id) {
    ReviewView view = whole(id);
    audit.record(principal, "review.read", id, about(view).build());
    return view;
  }

  /**
   * Decides an open case, once.
   *
   * @param comment or null
   * @throws ChatException.Final NOT_FOUND; CONFLICT when it has been decided
   */
  public ReviewView decide(String principal, String id, ReviewView.State state, String comment) {
    String words = comment == null ? null : ReviewText.clean(comment, LONGEST_COMMENT);
    int changed =
        on(connection -> ReviewRows.decide(connection, id, state, principal, words, clock));
    ReviewView view = whole(id);
    if (changed == 0) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "This case has been decided: it is " + word(view.state()) + ".",
          "decision");
    }
    audit.record(principal, "review.decide", id, about(view).add("state", word(state)).build());
    return view;
  }

  /**
   * Removes a case before its time, with its texts.
   *
   * @return what it was
   * @throws ChatException.Final NOT_FOUND
   */
  public ReviewView remove(String principal, String id) {
    ReviewView view = whole(id);
    on(
        connection -> {
          ReviewRows.remove(connection, id);
          return null;
        });
    audit.record(principal, "review.remove", id, about(view).build());
    return view;
  }

  private ReviewView whole(String id) {
    ReviewView view =
        on(
            connection -> {
              ReviewView found = ReviewRows.find(connection, id);
              return found == null ? null : ReviewRows.withTexts(connection, found);
            });
    if (view == null) {
      throw new ChatException.Final(ErrorCode.NOT_FOUND, "There is no case " + id + ".");
    }
    return view;
  }

  /** Nothing of the texts: the record outlives them. */
  private static JsonObjectBuilder about(ReviewView view) {
    JsonObject known =
        Json.createObjectBuilder()
            .add("call_id", view.stored().callId())
            .add("account", view.stored().account())
            .add("model", view.stored().model())
            .build();
    return Json.createObjectBuilder(known);
  }

  private static String word(ReviewView.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private <T> T on(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }
}
