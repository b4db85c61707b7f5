package io.llmgateway.ledger;

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
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Accounts as operators see and change them. Each method is a transaction. */
@Stateless
public class Accounts {
  private static final String COLUMNS =
      "select w.account, w.currency, w.balance, w.credit_line, w.created_at from wallet w";

  @PersistenceContext(unitName = "gateway")
  private EntityManager database;

  @Inject private SettingsGuard guard;
  @Inject private AuditTrail audit;
  @Inject private Clock clock;

  public Accounts() {}

  Accounts(EntityManager database, SettingsGuard guard, AuditTrail audit, Clock clock) {
    this.database = database;
    this.guard = guard;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Makes an account with an empty wallet.
   *
   * @param principal who makes it
   * @throws ChatException.Final CONFLICT when there is such an account
   */
  public AccountView create(String principal, AccountDetails details) {
    guard.changed();
    if (exists(details.name())) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT, "There is an account " + details.name() + " already.", "name");
    }
    Instant now = clock.instant();
    new SqlQuery(
            "insert into wallet (account, currency, balance, credit_line, version, created_at)"
                + " values (?, ?, 0, ?, 0, ?)",
            details.name(),
            details.creditLine().currency(),
            details.creditLine().value(),
            InstantConverter.utc(now))
        .execute(database);
    AccountRow row = new AccountRow(details.name(), now);
    row.change(details.organisation(), details.enabled());
    database.persist(row);
    database.flush();
    audit.record(principal, "account.create", details.name(), json(details));
    return get(details.name());
  }

  /**
   * @param change from the details as they are to the details as they shall be, in the same
   *     currency
   * @throws ChatException.Final NOT_FOUND; CONFLICT when more than the new credit line is in use
   */
  public AccountView change(String principal, String name, UnaryOperator<AccountDetails> change) {
    guard.changed();
    AccountDetails before = get(name).details();
    AccountDetails after = change.apply(before);
    if (!after.equals(before)) {
      AccountRow row = database.find(AccountRow.class, name);
      if (row == null) {
        row = new AccountRow(name, clock.instant());
        database.persist(row);
      }
      row.change(after.organisation(), after.enabled());
      database.flush();
      if (!after.creditLine().equals(before.creditLine())) {
        setCreditLine(after);
      }
      audit.record(
          principal, "account.change", name, Difference.between(json(before), json(after)));
    }
    return get(name);
  }

  private void setCreditLine(AccountDetails details) {
    BigDecimal line = details.creditLine().value();
    int changed =
        new SqlQuery(
                "update wallet set credit_line = ?, version = version + 1"
                    + " where account = ? and balance + ? - leased >= 0",
                line,
                details.name(),
                line)
            .execute(database);
    if (changed == 0) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT, "More than this credit line is in use.", "credit_line");
    }
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public AccountView get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new ChatException.Final(ErrorCode.NOT_FOUND, "There is no account " + name + "."));
  }

  private Optional<AccountView> find(String name) {
    SqlQuery query = new SqlQuery(COLUMNS).where("w.account =", name);
    return views(query.rows(database)).stream().findFirst();
  }

  /**
   * @return one page, in the order of names
   */
  public List<AccountView> list(AccountQuery query) {
    SqlQuery accounts =
        new SqlQuery(COLUMNS)
            .where("w.currency =", query.currency())
            .where("w.account >", query.after());
    if (query.organisation() != null) {
      String named = "w.account in (select a.name from account a where a.organisation = ?)";
      accounts.whereTrue(named, query.organisation());
    }
    if (query.enabled() != null) {
      String disabled = "(select a.name from account a where a.state = ?)";
      accounts.whereTrue(
          "w.account " + (query.enabled() ? "not in " : "in ") + disabled,
          AccountRow.State.DISABLED.name());
    }
    return views(accounts.then(" order by w.account").rows(database, query.limit()));
  }

  public boolean exists(String name) {
    return find(name).isPresent();
  }

  /**
   * @return the accounts whose keys may not call
   */
  public Set<String> disabled() {
    return new HashSet<>(
        database
            .createQuery("select a.name from AccountRow a where a.state = :disabled", String.class)
            .setParameter("disabled", AccountRow.State.DISABLED)
            .getResultList());
  }

  private List<AccountView> views(List<Object[]> wallets) {
    List<String> names = wallets.stream().map(w -> (String) w[0]).toList();
    Map<String, AccountRow> rows = new HashMap<>();
    if (!names.isEmpty()) {
      database
          .createQuery("select a from AccountRow a where a.name in :names", AccountRow.class)
          .setParameter("names", names)
          .getResultList()
          .forEach(row -> rows.put(row.name(), row));
    }
    List<AccountView> views = new ArrayList<>();
    for (Object[] w : wallets) {
      String currency = (String) w[1];
      AccountRow row = rows.get((String) w[0]);
      views.add(
          new AccountView(
              (String) w[0],
              row == null ? null : row.organisation(),
              row == null || row.enabled(),
              new Amount((BigDecimal) w[2], currency),
              new Amount((BigDecimal) w[3], currency),
              SqlQuery.time(w[4])));
    }
    return List.copyOf(views);
  }

  private static JsonObject json(AccountDetails details) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    if (details.organisation() == null) {
      json.addNull("organisation");
    } else {
      json.add("organisation", details.organisation());
    }
    return json.add("state", details.enabled() ? "enabled" : "disabled")
        .add("currency", details.creditLine().currency())
        .add("credit_line", details.creditLine().value().toPlainString())
        .build();
  }
}
