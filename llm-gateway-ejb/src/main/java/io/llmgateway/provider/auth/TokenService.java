package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.transport.AnswerReader;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.OutcomeClassifier;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.transport.UpstreamRequest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Asks the services that hand out tokens. What they say is never the client's fault. */
final class TokenService {
  /** A token service that takes longer than this is down. */
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  private static final int MAX_BODY = 256 * 1024;

  private final UpstreamClient client;

  TokenService(UpstreamClient client) {
    this.client = client;
  }

  static UpstreamRequest get(URI uri) {
    return new UpstreamRequest("GET", uri, Map.of(), new byte[0], false, TIMEOUTS);
  }

  static UpstreamRequest post(URI uri, String contentType, String body) {
    return new UpstreamRequest(
        uri, Map.of("Content-Type", contentType), Digests.bytes(body), false, TIMEOUTS);
  }

  /**
   * @param endpoint whose credential must not show in messages
   * @return the service's answer
   * @throws ChatException.Retryable when there is none, or it is an error
   */
  JsonObject ask(UpstreamRequest request, Endpoint endpoint) {
    try (UpstreamExchange exchange = client.post(request, new Cancellation())) {
      AnswerReader reader = new AnswerReader(exchange.body());
      if (exchange.status() / 100 != 2) {
        throw refused(
            OutcomeClassifier.refusal(
                exchange.status(), exchange::header, reader.beginning(MAX_BODY)),
            endpoint);
      }
      if (JsonText.parse(reader.restAsText(MAX_BODY)) instanceof JsonObject answer) {
        return answer;
      }
      throw refused(Fault.of(Outcome.INVALID, "not JSON"), endpoint);
    }
  }

  /**
   * @param fault what the service said; a request that it finds wrong is a credential that is wrong
   */
  static ChatException refused(Fault fault, Endpoint endpoint) {
    Outcome outcome =
        switch (fault.outcome()) {
          case BADREQ, FILTER, TOOLONG, NOTFOUND, PERM -> Outcome.AUTH;
          default -> fault.outcome();
        };
    String words =
        new Fault(outcome, fault.message(), null, null).exception(endpoint, false).getMessage();
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_ERROR,
        outcome,
        "The provider's token service refused: " + words,
        fault.retryAfter(),
        null);
  }

  /**
   * @return the text of the field
   * @throws ChatException.Retryable AUTH when the answer has no such field, with what it says
   *     instead
   */
  static String text(JsonObject answer, String field, Endpoint endpoint) {
    String text = JsonText.text(answer, field);
    if (text != null) {
      return text;
    }
    Fault fault = OutcomeClassifier.inside(answer);
    throw refused(
        fault == null ? Fault.of(Outcome.AUTH, "no " + field + " in its answer") : fault, endpoint);
  }

  /**
   * @return when the token ends: a moment in seconds or milliseconds, or as a timestamp; {@code
   *     otherwise} when the field does not say
   */
  static Instant moment(JsonObject answer, String field, Instant otherwise) {
    if (answer.get(field) instanceof JsonNumber number) {
      long value = number.longValue();
      return value > 100_000_000_000L
          ? Instant.ofEpochMilli(value)
          : value > 0 ? Instant.ofEpochSecond(value) : otherwise;
    }
    if (answer.get(field) instanceof JsonString text) {
      try {
        return Instant.parse(text.getString());
      } catch (DateTimeException e) {
        return otherwise;
      }
    }
    return otherwise;
  }
}
