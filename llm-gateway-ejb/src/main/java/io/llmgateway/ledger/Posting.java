package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Objects;

/** One line of a journal entry: a credit when positive, a debit when negative. */
@Entity
@Table(name = "posting")
@IdClass(Posting.Key.class)
public class Posting {
  @Id
  @Column(name = "entry_id")
  private String entryId;

  @Id
  @Column(name = "line_no")
  private int line;

  @Column(name = "ledger_account", updatable = false)
  private String ledgerAccount;

  @Column(name = "currency", updatable = false)
  private String currency;

  @Column(name = "amount", precision = 38, scale = 12, updatable = false)
  private BigDecimal amount;

  protected Posting() {}

  Posting(String entryId, int line, String ledgerAccount, Amount amount) {
    this.entryId = entryId;
    this.line = line;
    this.ledgerAccount = ledgerAccount;
    this.currency = amount.currency();
    this.amount = amount.value();
  }

  String ledgerAccount() {
    return ledgerAccount;
  }

  Amount amount() {
    return new Amount(amount, currency);
  }

  String canonical() {
    return CanonicalForm.line("P", row());
  }

  /**
   * @return the columns, in the order of {@link SettlementTables}
   */
  Object[] row() {
    return new Object[] {entryId, line, ledgerAccount, currency, amount};
  }

  /** A line is known by its entry and its number. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private String entryId;
    private int line;

    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && line == key.line && Objects.equals(entryId, key.entryId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(entryId, line);
    }
  }
}
