package io.llmgateway.routing;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.audit.Difference;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What operators say of models. Each method is a transaction, which holds the change, its audit
 * event, and the word to the other nodes.
 */
@Stateless
public class ModelBook {
  /** Two of this length fit into an audit event. */
  private static final int LONGEST_SETTINGS = 1_800;

  @PersistenceContext private EntityManager database;
  @Inject private AuditTrail audit;
  @Inject private ChannelNotice notice;
  @Inject private Clock clock;

  public ModelBook() {}

  /**
   * @param change from the settings as they are, empty when there are none, to those that shall be;
   *     when none are left, the model is forgotten
   * @throws ChatException.Final INVALID_REQUEST when they are too long to be kept
   */
  public void change(String principal, String model, UnaryOperator<Map<String, String>> change) {
    notice.changed();
    ModelFactsRow row = database.find(ModelFactsRow.class, model, LockModeType.PESSIMISTIC_WRITE);
    Map<String, String> before = row == null ? Map.of() : row.view().settings();
    Map<String, String> after = change.apply(before);
    JsonObject details = details(before, after);
    if (details.isEmpty()) {
      return;
    }
    if (ChannelRow.written(after).toString().length() > LONGEST_SETTINGS) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST, "The facts of the model are too long to be kept.");
    }
    if (after.isEmpty()) {
      database.remove(row);
    } else if (row == null) {
      row = new ModelFactsRow(model, clock.instant());
      row.say(after, clock.instant());
      database.persist(row);
    } else {
      row.say(after, clock.instant());
    }
    audit.record(principal, "model.facts", model, details);
  }

  /** What was taken away is null afterwards. */
  private static JsonObject details(Map<String, String> before, Map<String, String> after) {
    JsonObjectBuilder all = Json.createObjectBuilder();
    before.keySet().stream().filter(s -> !after.containsKey(s)).forEach(all::addNull);
    after.forEach(all::add);
    return Difference.between(ChannelRow.written(before), all.build());
  }

  /**
   * @return all that is said, by model
   */
  public List<StoredModel> all() {
    return database
        .createQuery("select m from ModelFactsRow m", ModelFactsRow.class)
        .getResultStream()
        .map(ModelFactsRow::view)
        .sorted(Comparator.comparing(StoredModel::model))
        .toList();
  }
}
