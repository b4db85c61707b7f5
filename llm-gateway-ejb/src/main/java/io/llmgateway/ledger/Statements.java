package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.chat.ChatException;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Statements of accounts, and the invoices that are made of them. Each method is a transaction. */
@Stateless
public class Statements {
  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private AccountingRules rules;
  @Inject private AuditTrail audit;
  @Inject private GrowingIds ids;
  @Inject private Clock clock;

  /**
   * @throws ChatException.Final NOT_FOUND for no such account
   */
  public AccountStatement get(String account, Month month) {
    try (Connection connection = connections.getConnection()) {
      AccountStatement statement =
          new StatementTables(connection).read(account, month, clock.instant());
      if (statement == null) {
        throw InvoiceIssue.noAccount(account);
      }
      return statement;
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /** The invoice of a month, if it was issued. */
  public Optional<Invoice> invoice(String account, Month month) {
    return SqlWork.on(
        connections, c -> Optional.ofNullable(new InvoiceTables(c).find(account, month)));
  }

  /**
   * Gives a month that is over its number, or finds the one that it has.
   *
   * @param principal who wants it
   * @throws ChatException.Final NOT_FOUND for no such account, CONFLICT while the month can not be
   *     issued
   */
  public Invoice issue(String principal, String account, Month month) {
    try (Connection connection = connections.getConnection()) {
      InvoiceIssue.Issued issued =
          new InvoiceIssue(connection, rules.invoices(), ids, clock.instant())
              .issue(principal, account, month);
      if (issued.fresh()) {
        audit.record(
            principal,
            "invoice.issue",
            account,
            Json.createObjectBuilder()
                .add("month", month.toString())
                .add("number", issued.invoice().number())
                .add("closing_balance", issued.invoice().closing().value().toPlainString())
                .add("hash", issued.invoice().hash())
                .build());
      }
      return issued.invoice();
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /**
   * @param account whose, or null for all
   * @param limit at most so many, 1 or more
   * @param after the id of the last invoice of the page before, or null
   * @return one page, oldest first
   */
  public List<Invoice> invoices(String account, int limit, String after) {
    return SqlWork.on(connections, c -> new InvoiceTables(c).list(account, limit, after));
  }
}
