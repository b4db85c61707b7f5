package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** Issues a month's statement, in an open transaction that gives the number back if it fails. */
final class InvoiceIssue {
  private final Connection connection;
  private final InvoiceTables invoices;
  private final InvoiceSettings settings;
  private final GrowingIds ids;
  private final Instant now;

  InvoiceIssue(Connection connection, InvoiceSettings settings, GrowingIds ids, Instant now) {
    this.connection = connection;
    this.invoices = new InvoiceTables(connection);
    this.settings = settings;
    this.ids = ids;
    this.now = now;
  }

  /**
   * An invoice, and whether it is the first time that it was asked for.
   *
   * @param fresh false when it had been issued before
   */
  record Issued(Invoice invoice, boolean fresh) {}

  /**
   * @throws ChatException.Final NOT_FOUND for no such account, CONFLICT while the month can not be
   *     issued
   */
  Issued issue(String principal, String account, Month month) throws SQLException {
    invoices.lock();
    Invoice before = invoices.find(account, month);
    if (before != null) {
      return new Issued(before, false);
    }
    if (now.isBefore(month.end().plus(settings.grace()))) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "The month "
              + month
              + " can be issued from "
              + month.end().plus(settings.grace())
              + " on, when all of it is booked.");
    }
    AccountStatement statement = new StatementTables(connection).read(account, month, now);
    if (statement == null) {
      throw noAccount(account);
    }
    if (!statement.tiesOut()) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "The usage records of %s in %s do not say what the journal says; verify the ledger."
              .formatted(account, month));
    }
    Invoice invoice = invoice(principal, statement);
    invoices.insert(invoice);
    return new Issued(invoice, true);
  }

  private Invoice invoice(String principal, AccountStatement statement) throws SQLException {
    return new Invoice(
        ids.next(now.toEpochMilli()),
        invoices.nextNumber(settings.issuer(), now.atZone(ZoneOffset.UTC).getYear()),
        settings.issuer(),
        statement.account(),
        statement.month(),
        statement.opening(),
        statement.charge(),
        statement.closing(),
        statement.hash(),
        principal,
        now);
  }

  static ChatException.Final noAccount(String account) {
    return new ChatException.Final(ErrorCode.NOT_FOUND, "There is no account " + account + ".");
  }
}
