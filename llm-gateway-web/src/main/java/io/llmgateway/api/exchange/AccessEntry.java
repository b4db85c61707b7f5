package io.llmgateway.api.exchange;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Usage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The line that one request leaves in the access log (logger {@code io.llmgateway.access}, level
 * INFO), as a JSON object: who, what, how long, how it ended. Never a prompt, an answer or a
 * secret. What has not been noted is left out. Handed from thread to thread, never shared.
 */
public final class AccessEntry {
  private static final Logger LOG = Logger.getLogger("io.llmgateway.access");

  private final Call call;
  private final Cancellation client;
  private final String method;
  private final String path;
  private final long startedAt = System.nanoTime();
  private String key;
  private String model;
  private String channel;
  private String upstreamModel;
  private int attempts;
  private Usage usage;
  private long firstTokenMillis = -1;
  private boolean streamed;
  private boolean replayed;
  private String error;

  /**
   * @param client fires when the client goes away
   * @param path without the query, which may hold anything
   */
  public AccessEntry(Call call, Cancellation client, String method, String path) {
    this.call = call;
    this.client = client;
    this.method = method;
    this.path = path;
  }

  public void caller(String keyName) {
    key = keyName;
  }

  public void requested(String publicModel, boolean stream) {
    model = publicModel;
    streamed = stream;
  }

  /** The answer has begun. */
  public void answeredBy(String channelName, String model, int attemptsMade) {
    channel = channelName;
    upstreamModel = model;
    attempts = attemptsMade;
    firstTokenMillis = elapsedMillis();
  }

  public void used(Usage billed) {
    usage = billed;
  }

  /** The answer is one that was given before: nothing is called, nothing charged. */
  void replayed() {
    replayed = true;
  }

  /** The answer broke off after it had begun, with this error code. */
  public void failed(String code) {
    error = code;
  }

  private long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
  }

  /** Writes the line. */
  public void log(int status) {
    if (!LOG.isLoggable(Level.INFO)) {
      return;
    }
    JsonBytes line = new JsonBytes(512);
    line.ascii("{\"request_id\":")
        .string(call.requestId())
        .ascii(",\"call_id\":")
        .string(call.id());
    text(line, "method", method);
    text(line, "path", path);
    line.ascii(",\"status\":").number(status);
    text(line, "key", key);
    text(line, "model", model);
    text(line, "channel", channel);
    text(line, "upstream_model", upstreamModel);
    number(line, "attempts", attempts, 1);
    if (usage != null) {
      number(line, "input_tokens", usage.inputTokens(), 0);
      number(line, "output_tokens", usage.outputTokens(), 0);
    }
    number(line, "duration_ms", elapsedMillis(), 0);
    number(line, "first_token_ms", firstTokenMillis, 0);
    flag(line, "streamed", streamed);
    flag(line, "client_gone", client.cancelled());
    flag(line, "replayed", replayed);
    text(line, "error", error);
    LOG.info(line.ascii("}").toString());
  }

  private static void text(JsonBytes line, String name, String value) {
    if (value != null) {
      line.ascii(",").string(name).ascii(":").string(value);
    }
  }

  private static void number(JsonBytes line, String name, long value, long least) {
    if (value >= least) {
      line.ascii(",").string(name).ascii(":").number(value);
    }
  }

  private static void flag(JsonBytes line, String name, boolean value) {
    if (value) {
      line.ascii(",").string(name).ascii(":true");
    }
  }
}
