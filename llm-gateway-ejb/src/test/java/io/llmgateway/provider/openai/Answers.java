package io.llmgateway.provider.openai;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.CannedProvider;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.UpstreamClient;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls a canned provider and collects what comes. */
final class Answers {
  static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20));
  static final UpstreamClient CLIENT = new UpstreamClient();
  static final Authenticators AUTHENTICATORS = new Authenticators(CLIENT, Clock.systemUTC());
  static final String KEY = "sk-test-0123456789abcdef";

  private Answers() {}

  static JsonObject json(String text) {
    return (JsonObject) JsonText.parse(text.replace('\'', '"'));
  }

  static ProviderCard card(Map<String, String> options) {
    return new ProviderCard("some", "Some", "openai", null, null, false, options, List.of());
  }

  static ChatRequest request(boolean stream) {
    JsonObject body = json("{'model':'public','messages':[{'role':'user','content':'hi'}]}");
    return new ChatRequest("upstream-model", body, stream, false, 1, 0, 100);
  }

  static ChatStream open(CannedProvider provider, boolean stream) {
    return open(provider, stream, TIMEOUTS, new Cancellation());
  }

  static ChatStream open(
      CannedProvider provider, boolean stream, Timeouts timeouts, Cancellation cancellation) {
    Endpoint endpoint = new Endpoint("channel", provider.uri(), KEY, timeouts, Map.of());
    return new OpenAiWire(CLIENT, AUTHENTICATORS)
        .chat(card(Map.of()), endpoint)
        .chat(request(stream), cancellation);
  }

  static List<ChatEvent> all(ChatStream stream) {
    List<ChatEvent> events = new ArrayList<>();
    try (stream) {
      for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
        events.add(event);
      }
    }
    return events;
  }

  /** The events of an answer with status 200 and this body. */
  static List<ChatEvent> of(String contentType, String body) {
    return of(contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  static List<ChatEvent> of(String contentType, byte[] body) {
    boolean stream = contentType.contains("event-stream");
    try (CannedProvider provider =
        CannedProvider.of("200 OK\r\nContent-Type: " + contentType, body)) {
      return all(open(provider, stream));
    }
  }

  /** The events of a stream of these chunks, with quotes for apostrophes, and {@code [DONE]}. */
  static List<ChatEvent> stream(String... chunks) {
    return of("text/event-stream", sse(chunks) + "data: [DONE]\n\n");
  }

  static String sse(String... chunks) {
    StringBuilder text = new StringBuilder();
    for (String chunk : chunks) {
      text.append("data: ").append(chunk.replace('\'', '"')).append("\n\n");
    }
    return text.toString();
  }

  static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof ChatEvent.TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  static <T extends ChatEvent> List<T> only(Class<T> type, List<ChatEvent> events) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
