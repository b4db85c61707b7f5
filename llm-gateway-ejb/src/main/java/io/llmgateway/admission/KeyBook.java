package io.llmgateway.admission;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.audit.Difference;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The keys in the database that operators have made. Each method is a transaction, which holds the
 * change, its audit event, and the word to the other nodes that something has changed.
 */
@Stateless
public class KeyBook {
  @PersistenceContext private EntityManager database;
  @Inject private AuditTrail audit;
  @Inject private ChangeNotice notice;
  @Inject private Clock clock;

  public KeyBook() {}

  KeyBook(EntityManager database, AuditTrail audit, ChangeNotice notice, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.notice = notice;
    this.clock = clock;
  }

  /**
   * @throws ChatException.Final CONFLICT when the name has been used before
   */
  public KeyView create(String principal, KeyTerms terms, String digest) {
    notice.changed();
    if (database.find(ApiKey.class, terms.name()) != null) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT, "There is, or was, a key of the name " + terms.name() + ".", "name");
    }
    ApiKey key = new ApiKey(terms, digest, clock.instant());
    database.persist(key);
    audit.record(principal, "key.create", terms.name(), KeyDetails.of(terms));
    return key.view();
  }

  /**
   * @param change from the terms as they are to the terms as they shall be
   * @throws ChatException.Final NOT_FOUND, or CONFLICT when the key is revoked
   */
  public KeyView change(String principal, String name, UnaryOperator<KeyTerms> change) {
    notice.changed();
    ApiKey key = usable(name);
    KeyTerms before = key.terms();
    KeyTerms after = change.apply(before);
    if (!after.equals(before)) {
      key.change(after);
      audit.record(
          principal,
          "key.change",
          name,
          Difference.between(KeyDetails.of(before), KeyDetails.of(after)));
    }
    return key.view();
  }

  /**
   * @throws ChatException.Final NOT_FOUND; revoking a revoked key does nothing
   */
  public void revoke(String principal, String name) {
    notice.changed();
    ApiKey key = locked(name);
    if (!key.revoked()) {
      key.revoke();
      audit.record(principal, "key.revoke", name, JsonObject.EMPTY_JSON_OBJECT);
    }
  }

  /**
   * @return null when no operator has made such a key
   */
  public KeyView find(String name) {
    ApiKey key = database.find(ApiKey.class, name);
    return key == null || key.account() == null ? null : key.view();
  }

  /**
   * @return all keys that operators have made, in no order
   */
  public List<KeyView> all() {
    return database
        .createQuery("select k from ApiKey k where k.account is not null", ApiKey.class)
        .getResultStream()
        .map(ApiKey::view)
        .toList();
  }

  /**
   * @return all keys that are not revoked, by digest
   */
  public Map<String, KeyTerms> byDigest() {
    Map<String, KeyTerms> keys = new TreeMap<>();
    database
        .createQuery(
            "select k from ApiKey k where k.account is not null and k.state <> :revoked",
            ApiKey.class)
        .setParameter("revoked", KeyView.State.REVOKED)
        .getResultList()
        .forEach(key -> keys.put(key.digest(), key.terms()));
    return keys;
  }

  private ApiKey usable(String name) {
    ApiKey key = locked(name);
    if (key.revoked()) {
      throw new ChatException.Final(ErrorCode.CONFLICT, "The key " + name + " is revoked.");
    }
    return key;
  }

  private ApiKey locked(String name) {
    ApiKey key = database.find(ApiKey.class, name, LockModeType.PESSIMISTIC_WRITE);
    if (key == null || key.account() == null) {
      throw new ChatException.Final(ErrorCode.NOT_FOUND, "There is no key " + name + ".");
    }
    return key;
  }
}
