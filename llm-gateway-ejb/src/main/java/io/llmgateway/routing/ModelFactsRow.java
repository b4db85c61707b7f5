package io.llmgateway.routing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What operators say of a model, in the database. */
@Entity
@Table(name = "model_facts")
public class ModelFactsRow {
  @Id
  @Column(name = "model")
  private String model;

  @Column(name = "settings")
  private String settings;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "changed_at")
  private Instant changedAt;

  protected ModelFactsRow() {}

  ModelFactsRow(String model, Instant now) {
    this.model = model;
    this.createdAt = now.truncatedTo(ChronoUnit.MICROS);
  }

  void say(Map<String, String> facts, Instant now) {
    settings = ChannelRow.written(facts).toString();
    changedAt = now.truncatedTo(ChronoUnit.MICROS);
  }

  StoredModel view() {
    return new StoredModel(model, ChannelRow.read(settings), createdAt, changedAt);
  }
}
