package io.llmgateway.routing;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.audit.Difference;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The channels that operators have made, and what they have switched. Each method is a transaction,
 * which holds the change, its audit event, and the word to the other nodes.
 */
@Stateless
public class ChannelBook {
  /** Two of this length fit into an audit event. */
  private static final int LONGEST_SETTINGS = 1_800;

  @PersistenceContext private EntityManager database;
  @Inject private AuditTrail audit;
  @Inject private ChannelNotice notice;
  @Inject private Clock clock;

  public ChannelBook() {}

  ChannelBook(EntityManager database, AuditTrail audit, ChannelNotice notice, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.notice = notice;
    this.clock = clock;
  }

  /**
   * @throws ChatException.Final CONFLICT when there is one of this name; INVALID_REQUEST when it is
   *     too large to be kept
   */
  public StoredChannel create(String principal, StoredChannel channel) {
    notice.changed();
    requireFits(channel);
    if (database.find(ChannelRow.class, channel.name()) != null) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT, "There is a channel " + channel.name() + " already.", "name");
    }
    ChannelRow row = new ChannelRow(channel.name(), clock.instant());
    row.say(channel, clock.instant());
    database.persist(row);
    audit.record(principal, "channel.create", channel.name(), details(channel));
    return row.view();
  }

  /**
   * @param change from the channel as it is to the channel as it shall be
   * @throws ChatException.Final NOT_FOUND; INVALID_REQUEST when it is too large to be kept
   */
  public StoredChannel change(String principal, String name, UnaryOperator<StoredChannel> change) {
    notice.changed();
    ChannelRow row = locked(name);
    StoredChannel before = row.view();
    StoredChannel after = change.apply(before);
    requireFits(after);
    row.say(after, clock.instant());
    JsonObjectBuilder details =
        Json.createObjectBuilder(Difference.between(details(before), details(after)));
    if (!Objects.equals(before.secrets(), after.secrets())) {
      details.add("secrets", "changed");
    }
    audit.record(principal, "channel.change", name, details.build());
    return row.view();
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public void remove(String principal, String name) {
    notice.changed();
    ChannelRow row = locked(name);
    audit.record(principal, "channel.remove", name, details(row.view()));
    database.remove(row);
    ChannelSwitch known = database.find(ChannelSwitch.class, name);
    if (known != null) {
      database.remove(known);
    }
  }

  /** Switches a channel, which may be one that the configuration declares. */
  public void enable(String principal, String name, boolean enabled) {
    notice.changed();
    ChannelSwitch known = database.find(ChannelSwitch.class, name, LockModeType.PESSIMISTIC_WRITE);
    boolean before = known == null || !known.disabled();
    if (before == enabled) {
      return;
    }
    if (known == null) {
      known = new ChannelSwitch(name);
      known.say(enabled, clock.instant());
      database.persist(known);
    } else {
      known.say(enabled, clock.instant());
    }
    audit.record(
        principal,
        "channel.state",
        name,
        Json.createObjectBuilder().add("state", enabled ? "enabled" : "disabled").build());
  }

  /**
   * @return all channels, by name
   */
  public List<StoredChannel> all() {
    return database
        .createQuery("select c from ChannelRow c", ChannelRow.class)
        .getResultStream()
        .map(ChannelRow::view)
        .sorted(Comparator.comparing(StoredChannel::name))
        .toList();
  }

  /**
   * @return the names of the channels that are switched off
   */
  public Set<String> disabled() {
    return database
        .createQuery("select s from ChannelSwitch s", ChannelSwitch.class)
        .getResultStream()
        .filter(ChannelSwitch::disabled)
        .map(ChannelSwitch::channel)
        .collect(Collectors.toUnmodifiableSet());
  }

  private ChannelRow locked(String name) {
    ChannelRow row = database.find(ChannelRow.class, name, LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      throw new ChatException.Final(
          ErrorCode.NOT_FOUND, "There is no channel " + name + " that was made here.");
    }
    return row;
  }

  private static void requireFits(StoredChannel channel) {
    int settings = ChannelRow.written(channel.settings()).toString().length();
    int secrets = channel.secrets() == null ? 0 : channel.secrets().length();
    if (settings > LONGEST_SETTINGS || secrets > ChannelRow.LONGEST) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST, "The settings of the channel are too long to be kept.");
    }
  }

  private static JsonObject details(StoredChannel channel) {
    return ChannelRow.written(channel.settings());
  }
}
