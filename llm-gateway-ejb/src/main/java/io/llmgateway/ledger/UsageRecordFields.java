package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;

/** Reads the fields of a usage record's canonical line one after the other. */
final class UsageRecordFields {
  private final String[] fields;
  private int next;

  UsageRecordFields(String line) {
    fields = CanonicalForm.fields(line);
  }

  String text() {
    return fields[next++];
  }

  Long number() {
    String text = text();
    return text == null ? null : Long.valueOf(text);
  }

  BigDecimal amount() {
    String text = text();
    return text == null ? null : new BigDecimal(text);
  }

  Instant time() {
    String text = text();
    return text == null ? null : Instant.parse(text);
  }
}
