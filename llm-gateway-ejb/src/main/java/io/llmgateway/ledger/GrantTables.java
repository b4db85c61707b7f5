package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Grants and what calls have used of them, in an open transaction that has the wallet locked.
 *
 * <p>Calls do not know of grants. Only they change a wallet between two entries of another kind, so
 * the difference of its balances is what they have spent.
 */
final class GrantTables {
  private static final String SELECT =
      "select id, account, currency, amount, remaining, expires_at, state, expiries, created_at,"
          + " ended_at from credit_grant";

  private final Rows rows;
  private final Instant now;

  GrantTables(Connection connection, Instant now) {
    this.rows = new Rows(connection);
    this.now = now;
  }

  /**
   * Writes down what calls have used until now.
   *
   * @param wallet before it is changed
   */
  void settleUse(WalletState wallet) throws SQLException {
    BigDecimal mark = mark(wallet.account());
    if (mark != null) {
      for (CreditGrant grant : use(wallet, mark)) {
        update(grant);
      }
      mark(wallet);
    }
  }

  private List<CreditGrant> use(WalletState wallet, BigDecimal mark) throws SQLException {
    Amount spent = new Amount(mark, wallet.balance().currency()).minus(wallet.balance());
    return CreditGrant.use(open(wallet.account()), spent, now);
  }

  private BigDecimal mark(String account) throws SQLException {
    return rows.first(
        row -> row.getBigDecimal(1), "select balance from grant_mark where account = ?", account);
  }

  /**
   * Goes on from here.
   *
   * @param wallet after it was changed
   */
  void mark(WalletState wallet) throws SQLException {
    rows.change(
        "update grant_mark set balance = ? where account = ?", wallet.balance(), wallet.account());
  }

  void insert(CreditGrant grant, WalletState wallet) throws SQLException {
    rows.change(
        "insert into credit_grant (id, account, currency, amount, remaining, expires_at, state,"
            + " expiries, created_at) values (?, ?, ?, ?, ?, ?, ?, 0, ?)",
        grant.id(),
        grant.account(),
        grant.amount().currency(),
        grant.amount(),
        grant.remaining(),
        grant.expires(),
        grant.state().name(),
        grant.created());
    if (mark(grant.account()) == null) {
      rows.change(
          "insert into grant_mark (account, balance) values (?, ?)",
          grant.account(),
          wallet.balance());
    }
  }

  void update(CreditGrant grant) throws SQLException {
    rows.change(
        "update credit_grant set remaining = ?, state = ?, expiries = ?, ended_at = ? where id = ?",
        grant.remaining(),
        grant.state().name(),
        grant.expiries(),
        grant.ended(),
        grant.id());
  }

  /**
   * @return null when there is no such grant
   */
  CreditGrant find(String id) throws SQLException {
    return rows.first(GrantTables::grant, SELECT + " where id = ?", id);
  }

  private List<CreditGrant> open(String account) throws SQLException {
    return rows.find(
        GrantTables::grant,
        SELECT + " where account = ? and state = 'OPEN' order by expires_at, id",
        account);
  }

  /**
   * @return the open grants whose time has come, the earliest first
   */
  List<CreditGrant> due(int limit) throws SQLException {
    return rows.find(
        limit,
        GrantTables::grant,
        SELECT + " where state = 'OPEN' and expires_at <= ? order by expires_at, id",
        now);
  }

  /**
   * @return one page; remaining is as of now
   */
  List<CreditGrant> list(CreditGrantQuery query) throws SQLException {
    StringBuilder sql = new StringBuilder(SELECT).append(" where id > ?");
    List<Object> values = new ArrayList<>();
    values.add(query.after() == null ? "0" : query.after());
    if (query.account() != null) {
      sql.append(" and account = ?");
      values.add(query.account());
    }
    if (query.state() != null) {
      sql.append(" and state = ?");
      values.add(query.state().name());
    }
    sql.append(" order by id");
    List<CreditGrant> found = new ArrayList<>();
    for (CreditGrant grant :
        rows.find(query.limit(), GrantTables::grant, sql.toString(), values.toArray())) {
      found.add(grant.state() == CreditGrant.State.OPEN ? asOfNow(grant) : grant);
    }
    return found;
  }

  private CreditGrant asOfNow(CreditGrant grant) throws SQLException {
    BigDecimal balance =
        rows.first(
            row -> row.getBigDecimal(1),
            "select balance from wallet where account = ?",
            grant.account());
    BigDecimal mark = mark(grant.account());
    Amount spent = new Amount(mark.subtract(balance), grant.amount().currency());
    return CreditGrant.use(open(grant.account()), spent, now).stream()
        .filter(used -> used.id().equals(grant.id()))
        .collect(Collectors.reducing(grant, (a, b) -> b));
  }

  private static CreditGrant grant(ResultSet row) throws SQLException {
    return new CreditGrant(
        row.getString(1),
        row.getString(2),
        Rows.amount(row, 4, 3),
        Rows.amount(row, 5, 3),
        Rows.time(row, 6),
        CreditGrant.State.valueOf(row.getString(7)),
        row.getInt(8),
        Rows.time(row, 9),
        Rows.time(row, 10));
  }
}
