package io.llmgateway.admission;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.function.UnaryOperator;

/** The keys with {@code generate=true}: made at the first start, shown once, then only a digest. */
@Stateless
public class GeneratedKeys {
  @PersistenceContext private EntityManager entities;

  /**
   * A key with its secret, if it was made just now.
   *
   * @param digest of the key
   * @param secret the key itself when it was just made, else null
   */
  public record Generated(String digest, String secret) {
    /** Without the secret, so that it can not reach a log. */
    @Override
    public String toString() {
      return "Generated[" + digest + "]";
    }
  }

  /**
   * Finds the digest of the key, or makes the key when this database has not seen its name.
   *
   * @param name of the key
   */
  public Generated findOrMake(String name, UnaryOperator<String> digest) {
    ApiKey known = entities.find(ApiKey.class, name);
    if (known != null) {
      return new Generated(known.digest(), null);
    }
    String secret = KeySecret.fresh();
    entities.persist(new ApiKey(name, digest.apply(secret)));
    return new Generated(digest.apply(secret), secret);
  }
}
