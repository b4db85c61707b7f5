package io.llmgateway.audit;

import io.llmgateway.chat.Uuid7;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records changes, and tells of them. */
@Stateless
public class AuditTrail {
  private static final int DETAILS_LENGTH = 4_000;

  @PersistenceContext private EntityManager database;
  @Inject private Clock clock;

  public AuditTrail() {}

  /** With an open transaction of the caller's. */
  public AuditTrail(EntityManager database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Records a change in the transaction that makes it: both are there afterwards, or neither.
   *
   * @param principal who makes the change, as the server knows him
   * @param action at most 50 characters, such as {@code key.create}
   * @param subject the name of what is changed, at most 200 characters
   * @param details what it is changed to; never a secret
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void record(String principal, String action, String subject, JsonObject details) {
    Instant now = clock.instant();
    String text = details.toString();
    if (text.length() > DETAILS_LENGTH) {
      throw new IllegalArgumentException("the details of " + action + " are too long to be kept");
    }
    database.persist(
        new AuditEvent(Uuid7.next(now.toEpochMilli()), now, principal, action, subject, text));
  }

  /**
   * @return one page, oldest first
   */
  public List<AuditView> list(AuditQuery query) {
    StringBuilder text = new StringBuilder("select e from AuditEvent e where 1 = 1");
    Map<String, Object> values = new LinkedHashMap<>();
    filter(text, values, "e.principal =", "principal", query.principal());
    filter(text, values, "e.action =", "action", query.action());
    filter(text, values, "e.subject =", "subject", query.subject());
    filter(text, values, "e.createdAt >=", "from", query.from());
    filter(text, values, "e.createdAt <", "to", query.to());
    filter(text, values, "e.id >", "after", query.after());
    TypedQuery<AuditEvent> events =
        database.createQuery(text.append(" order by e.id").toString(), AuditEvent.class);
    values.forEach(events::setParameter);
    return events.setMaxResults(query.limit()).getResultStream().map(AuditEvent::view).toList();
  }

  private static void filter(
      StringBuilder text, Map<String, Object> values, String condition, String name, Object value) {
    if (value != null) {
      text.append(" and ").append(condition).append(" :").append(name);
      values.put(name, value);
    }
  }
}
