package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One event that moved money. Never changed; a correction is another entry. */
@Entity
@Table(name = "journal_entry")
public class JournalEntry {
  @Id
  @Column(name = "id")
  private String id;

  @Enumerated(EnumType.STRING)
  @Column(name = "kind", updatable = false)
  private Kind kind;

  @Column(name = "reference", updatable = false)
  private String reference;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "chain", updatable = false)
  private Integer chain;

  @Column(name = "block", updatable = false)
  private Long block;

  @Column(name = "principal", updatable = false)
  private String principal;

  @Column(name = "reason", updatable = false)
  private String reason;

  @Column(name = "reverses", updatable = false)
  private String reverses;

  /** Why money moved. */
  public enum Kind {
    /** The configured balance that an account begins with. */
    OPENING,
    /** Money came in. */
    TOP_UP,
    /** Money that came in went back to who paid it. */
    REFUND,
    /** An administrator corrected a wallet. */
    ADJUSTMENT,
    /** A rest below a minor unit of the currency was taken out of the way. */
    ROUNDING,
    /** Credit was given away, until a date. */
    GRANT,
    /** What was not used of a grant ended. */
    GRANT_EXPIRY,
    /** Money went from one account to another of the same organisation. */
    TRANSFER,
    /** Another entry was taken back. */
    REVERSAL,
    /** The difference between a provider's invoice and the records went to clearing. */
    RECONCILIATION,
    /** Such a difference left clearing for good. */
    VARIANCE,
    /** A call was charged, or cost something. */
    SETTLEMENT
  }

  protected JournalEntry() {}

  JournalEntry(String id, EntryHead head, Instant createdAt, int chain, long block) {
    this.id = id;
    this.kind = head.kind();
    this.reference = head.reference();
    this.createdAt = createdAt;
    this.chain = chain;
    this.block = block;
    this.principal = head.principal();
    this.reason = head.reason();
    this.reverses = head.reverses();
  }

  String id() {
    return id;
  }

  /**
   * @return the columns, in the order of {@link SettlementTables}
   */
  Object[] row() {
    return new Object[] {
      id,
      kind.name(),
      reference,
      InstantConverter.utc(createdAt),
      chain,
      block,
      principal,
      reason,
      reverses
    };
  }

  /**
   * @return the line of the canonical form; chain and block are in the block's own line
   */
  String canonical() {
    return CanonicalForm.line(
        "E",
        id,
        kind.name(),
        reference,
        InstantConverter.utc(createdAt),
        principal,
        reason,
        reverses);
  }
}
