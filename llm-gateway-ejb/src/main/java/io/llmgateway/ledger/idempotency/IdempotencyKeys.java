package io.llmgateway.ledger.idempotency;

import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Uuid7;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sees to it that requests with the same Idempotency-Key are one: the first calls, the others wait
 * for its answer, on this node and on others. A key whose call failed, or whose node is dead, goes
 * to the next who asks.
 */
public class IdempotencyKeys {
  private static final Logger LOG = Logger.getLogger(IdempotencyKeys.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE_MILLIS = 25;
  private static final long LONGEST_PAUSE_MILLIS = 400;
  private static final long LOOK_MILLIS = 100;

  /** A call that has not ended after so long, beyond the time that answers are kept, never will. */
  private static final Duration LONGEST_CALL = Duration.ofHours(1);

  private final Map<String, Turn> turns = new ConcurrentHashMap<>();
  private final Queue<KeyRow> unreleased = new ConcurrentLinkedQueue<>();
  private final LongAdder replays = new LongAdder();
  private final IdempotencyTable table;
  private final Supplier<String> node;
  private final Clock clock;
  private volatile IdempotencySettings settings = IdempotencySettings.DEFAULTS;

  /**
   * @param node gives the id of this node, which {@code ledger_node} knows
   */
  public IdempotencyKeys(IdempotencyTable table, Supplier<String> node, Clock clock) {
    this.table = table;
    this.node = node;
    this.clock = clock;
  }

  /** Puts other settings in force, for answers that are stored from now on. */
  public void apply(IdempotencySettings changed) {
    settings = changed;
  }

  public IdempotencySettings settings() {
    return settings;
  }

  /**
   * @return how many answers have been given from the store
   */
  public long replays() {
    return replays.sum();
  }

  /**
   * Waits until the key is free or its answer is there.
   *
   * @param apiKey the API key's name; each has keys of its own
   * @param parts how many calls the request takes
   * @param client fires when the client does not wait any more
   * @throws ChatException.Final IDEMPOTENCY_KEY_REUSED when the key belongs to another request,
   *     OVERLOADED when the same request takes too long, or the database does not answer
   */
  public Claim claim(String apiKey, RequestKey key, Call call, int parts, Cancellation client) {
    KeyRow wanted = wanted(apiKey, key, call);
    Waiting waiting =
        new Waiting(System.nanoTime(), settings.patience(), client, call.cancellation());
    while (true) {
      Turn turn = new Turn();
      Turn other = turns.putIfAbsent(wanted.id(), turn);
      if (other == null) {
        return take(wanted, turn, parts, waiting);
      }
      if (!other.fits(wanted.requestHash())) {
        throw reused();
      }
      waiting.pause(other, LOOK_MILLIS);
    }
  }

  private KeyRow wanted(String apiKey, RequestKey key, Call call) {
    return new KeyRow(
        key.id(apiKey),
        apiKey,
        key.requestHash(),
        KeyRow.State.PENDING,
        call.id(),
        node.get(),
        Uuid7.next(clock.millis()),
        call.startedAt(),
        expiry().plus(LONGEST_CALL));
  }

  private Claim take(KeyRow wanted, Turn turn, int parts, Waiting waiting) {
    Claim claim = null;
    try {
      long pause = FIRST_PAUSE_MILLIS;
      for (claim = look(wanted, turn, parts); claim == null; claim = look(wanted, turn, parts)) {
        waiting.pause(turn, pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
      return claim;
    } catch (SQLException e) {
      throw away(e);
    } finally {
      if (claim == null || claim.replayed()) {
        end(wanted.id(), turn);
      }
    }
  }

  /**
   * @return null when the key is held by a call that lives, or was taken by another just now
   */
  private Claim look(KeyRow wanted, Turn turn, int parts) throws SQLException {
    IdempotencyTable.Found found = table.find(wanted.id());
    if (found == null) {
      return mine(table.insert(wanted), wanted, turn, parts, false);
    }
    KeyRow row = found.row();
    if (!clock.instant().isBefore(row.expiresAt())) {
      return mine(table.replace(row, wanted), wanted, turn, parts, false);
    }
    turn.belongsTo(row.requestHash());
    if (!turn.fits(wanted.requestHash())) {
      throw reused();
    }
    if (row.state() == KeyRow.State.DONE) {
      replays.increment();
      return new Claim(this, row, null, parts, true);
    }
    if (row.state() == KeyRow.State.PENDING && found.ownerLives()) {
      return null;
    }
    KeyRow continued = wanted.continuing(row);
    boolean taken = table.replace(row, continued);
    if (taken && row.state() == KeyRow.State.PENDING) {
      LOG.log(
          Level.INFO,
          "call {0} takes the Idempotency-Key over from call {1} of node {2}, which does not live",
          new Object[] {wanted.callId(), row.callId(), row.node()});
    }
    return mine(taken, continued, turn, parts, true);
  }

  private Claim mine(boolean taken, KeyRow row, Turn turn, int parts, boolean continued) {
    if (!taken) {
      return null;
    }
    turn.belongsTo(row.requestHash());
    return new Claim(this, row, turn, parts, continued);
  }

  String content(KeyRow row, int part) {
    try {
      return table.content(row.answerId(), part);
    } catch (SQLException e) {
      throw away(e);
    }
  }

  /**
   * @return when an answer that is stored now need not be kept any longer
   */
  Instant expiry() {
    return clock.instant().plus(settings.keep());
  }

  /**
   * @param answered whether the answer is stored, or will be with a settlement that waits
   */
  void end(KeyRow row, Turn turn, boolean answered) {
    if (!answered && !release(row)) {
      unreleased.add(row);
    }
    end(row.id(), turn);
  }

  private void end(String id, Turn turn) {
    turns.remove(id, turn);
    turn.end();
  }

  private boolean release(KeyRow row) {
    try {
      table.release(row);
      return true;
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "an Idempotency-Key could not be released, will retry", e);
      return false;
    }
  }

  /** Deletes what has expired, and makes good for what failed. Called now and then. */
  public void sweep() {
    for (KeyRow row = unreleased.poll(); row != null; row = unreleased.poll()) {
      if (!release(row)) {
        unreleased.add(row);
        return;
      }
    }
    try {
      while (table.deleteExpired(clock.instant()) > 0) {
        // in small pieces, so that nobody waits for long locks
      }
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "expired Idempotency-Keys could not be deleted, will retry", e);
    }
  }

  private static ChatException reused() {
    return new ChatException.Final(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        "This Idempotency-Key was used with another request.",
        "idempotency_key");
  }

  private static ChatException away(SQLException e) {
    LOG.log(Level.WARNING, "the database does not answer for an Idempotency-Key", e);
    return new ChatException.Final(
        ErrorCode.OVERLOADED, "the ledger can not book new calls now", null, RETRY_AFTER);
  }

  /**
   * How long a request waits for another one.
   *
   * @param client fires when nobody waits for the answer any more
   * @param gateway fires when the gateway stops
   */
  private record Waiting(long since, Duration patience, Cancellation client, Cancellation gateway) {

    /** Returns when the turn is over, or after some time. */
    void pause(Turn turn, long millis) {
      if (client.cancelled()) {
        throw new ChatException.Retryable(
            ErrorCode.UPSTREAM_ERROR, Outcome.CANCELLED, "The client went away.");
      }
      if (gateway.cancelled() || System.nanoTime() - since > patience.toNanos()) {
        throw takesTooLong();
      }
      try {
        turn.await(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw takesTooLong();
      }
    }

    private static ChatException takesTooLong() {
      return new ChatException.Final(
          ErrorCode.OVERLOADED,
          "Another request with this Idempotency-Key is still being answered; try again.",
          null,
          RETRY_AFTER);
    }
  }
}
