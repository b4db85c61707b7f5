package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;

/** Whose accounts are whose, in an open transaction. */
final class Organisations {
  private final Rows rows;

  Organisations(Connection connection) {
    this.rows = new Rows(connection);
  }

  /**
   * @throws ChatException.Final INVALID_REQUEST unless both accounts belong to one organisation
   */
  void requireSame(String giver, String receiver) throws SQLException {
    String organisation = of(giver);
    if (organisation == null || !organisation.equals(of(receiver))) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST,
          "Money goes only between accounts of one organisation; "
              + giver
              + " and "
              + receiver
              + " are not.",
          "to");
    }
  }

  private String of(String account) throws SQLException {
    return rows.first(
        row -> row.getString(1), "select organisation from account where name = ?", account);
  }
}
