package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;

/** Records an entry that somebody had booked, in the transaction that books it. */
final class EntryAudit {
  private EntryAudit() {}

  static void record(AuditTrail audit, EntryView entry) {
    JsonArrayBuilder lines = Json.createArrayBuilder();
    for (EntryView.Line line : entry.postings()) {
      lines.add(
          Json.createObjectBuilder()
              .add("ledger_account", line.ledgerAccount())
              .add("amount", line.amount().value().toPlainString())
              .add("currency", line.amount().currency()));
    }
    JsonObjectBuilder details =
        Json.createObjectBuilder().add("entry", entry.id()).add("reference", entry.reference());
    if (entry.reverses() != null) {
      details.add("reverses", entry.reverses());
    }
    audit.record(
        entry.principal(),
        "ledger." + entry.kind().toLowerCase(Locale.ROOT),
        subject(entry),
        details.add("lines", lines).build());
  }

  /** The account whose wallet has changed, or the entry when none has. */
  private static String subject(EntryView entry) {
    return entry.postings().stream()
        .map(line -> LedgerAccounts.accountOf(line.ledgerAccount()))
        .filter(account -> account != null)
        .findFirst()
        .orElse(entry.id());
  }
}
