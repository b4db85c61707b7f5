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

  /** Why money moved. */
  public enum Kind {
    /** The configured balance that an account begins with. */
    OPENING,
    /** Money came in. */
    TOP_UP,
    /** A call was charged, or cost something. */
    SETTLEMENT
  }

  protected JournalEntry() {}

  /**
   * @param reference unique for ever: what the entry is the booking of
   */
  JournalEntry(String id, Kind kind, String reference, Instant createdAt) {
    this.id = id;
    this.kind = kind;
    this.reference = reference;
    this.createdAt = createdAt;
  }

  /**
   * @return the columns, in the order of {@link SettlementTables}
   */
  Object[] row() {
    return new Object[] {id, kind.name(), reference, InstantConverter.utc(createdAt)};
  }
}
