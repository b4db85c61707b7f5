package io.llmgateway.routing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.StringReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** A channel in the database. */
@Entity
@Table(name = "channel")
public class ChannelRow {
  static final int LONGEST = 6_000;

  @Id
  @Column(name = "name")
  private String name;

  @Column(name = "settings")
  private String settings;

  @Column(name = "secrets")
  private String secrets;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "changed_at")
  private Instant changedAt;

  protected ChannelRow() {}

  ChannelRow(String name, Instant now) {
    this.name = name;
    this.createdAt = now.truncatedTo(ChronoUnit.MICROS);
  }

  /** Takes over everything but name and time of making. */
  void say(StoredChannel channel, Instant now) {
    settings = written(channel.settings()).toString();
    secrets = channel.secrets();
    changedAt = now.truncatedTo(ChronoUnit.MICROS);
  }

  StoredChannel view() {
    return new StoredChannel(name, read(settings), secrets, createdAt, changedAt);
  }

  static JsonObject written(Map<String, String> settings) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    new TreeMap<>(settings).forEach(json::add);
    return json.build();
  }

  static Map<String, String> read(String json) {
    Map<String, String> settings = new TreeMap<>();
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      object.keySet().forEach(name -> settings.put(name, object.getString(name)));
    }
    return settings;
  }
}
