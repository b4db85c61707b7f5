package io.llmgateway.routing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Whether an operator has switched a channel on or off. */
@Entity
@Table(name = "channel_switch")
public class ChannelSwitch {
  static final String ENABLED = "ENABLED";
  static final String DISABLED = "DISABLED";

  @Id
  @Column(name = "channel")
  private String channel;

  @Column(name = "state")
  private String state;

  @Column(name = "changed_at")
  private Instant changedAt;

  protected ChannelSwitch() {}

  ChannelSwitch(String channel) {
    this.channel = channel;
  }

  String channel() {
    return channel;
  }

  boolean disabled() {
    return DISABLED.equals(state);
  }

  void say(boolean enabled, Instant now) {
    state = enabled ? ENABLED : DISABLED;
    changedAt = now.truncatedTo(ChronoUnit.MICROS);
  }
}
