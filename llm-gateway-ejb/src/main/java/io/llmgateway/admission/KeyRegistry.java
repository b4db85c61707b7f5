package io.llmgateway.admission;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * All API keys for operators: those that the configuration declares, which can only be looked at
 * here, and those that operators make. A change is in force on this node when its method returns.
 */
@ApplicationScoped
public class KeyRegistry {
  private final KeyBook book;
  private final Admission admission;
  private final AccountStates accounts;

  @Inject
  public KeyRegistry(KeyBook book, Admission admission, AccountStates accounts) {
    this.book = book;
    this.admission = admission;
    this.accounts = accounts;
  }

  /** For the container's proxy only. */
  protected KeyRegistry() {
    this(null, null, null);
  }

  /**
   * A key that was made just now.
   *
   * @param secret the key itself, which nobody can read again
   */
  public record Created(KeyView key, String secret) {
    /** Without the secret, so that it can not reach a log. */
    @Override
    public String toString() {
      return "Created[" + key.name() + "]";
    }
  }

  /**
   * Makes a key.
   *
   * @param principal who makes it
   * @throws ChatException.Final INVALID_REQUEST when there is no such account, CONFLICT when the
   *     name is or was in use
   */
  public Created create(String principal, KeyTerms terms) {
    if (!accounts.exists(terms.account())) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST, "There is no account " + terms.account() + ".", "account");
    }
    if (admission.declared(terms.name()) != null) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT, "The configuration declares a key of this name.", "name");
    }
    String secret = KeySecret.fresh();
    KeyView made = book.create(principal, terms, admission.digest(secret));
    admission.reload();
    return new Created(made, secret);
  }

  /**
   * @throws ChatException.Final NOT_FOUND, or CONFLICT when the key is declared or revoked
   */
  public KeyView change(String principal, String name, UnaryOperator<KeyTerms> change) {
    refuseDeclared(name);
    KeyView changed = book.change(principal, name, change);
    admission.reload();
    return changed;
  }

  /**
   * Ends a key for ever; what it has used stays readable under its name.
   *
   * @throws ChatException.Final NOT_FOUND, or CONFLICT when the key is declared
   */
  public void revoke(String principal, String name) {
    refuseDeclared(name);
    book.revoke(principal, name);
    admission.reload();
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public KeyView get(String name) {
    KeySettings declared = admission.declared(name);
    KeyView key = declared != null ? KeyView.of(declared) : book.find(name);
    if (key == null) {
      throw new ChatException.Final(ErrorCode.NOT_FOUND, "There is no key " + name + ".");
    }
    return key;
  }

  /**
   * @return one page, in the order of names
   */
  public List<KeyView> list(KeyQuery query) {
    Stream<KeyView> declared = admission.declared().stream().map(KeyView::of);
    Stream<KeyView> made =
        book.all().stream().filter(key -> admission.declared(key.name()) == null);
    return Stream.concat(declared, made)
        .filter(query::matches)
        .sorted(Comparator.comparing(KeyView::name))
        .limit(query.limit())
        .toList();
  }

  private void refuseDeclared(String name) {
    if (admission.declared(name) != null) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "The key " + name + " is declared in the configuration, and is changed there.");
    }
  }
}
