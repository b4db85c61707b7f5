package io.llmgateway.provider.contract;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.chat.Usage;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.anthropic.AnthropicWire;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.dashscope.DashScopeWire;
import io.llmgateway.provider.gemini.GeminiWire;
import io.llmgateway.provider.hunyuan.HunyuanWire;
import io.llmgateway.provider.ollama.OllamaWire;
import io.llmgateway.provider.openai.OpenAiWire;
import io.llmgateway.provider.sensenova.SenseNovaWire;
import io.llmgateway.provider.transport.CannedProvider;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wenxin.WenxinWire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One request to a provider that answers with recorded bytes. */
final class Spoken implements AutoCloseable {
  static final String SECRET = "sk-test-0123456789abcdef";
  static final UpstreamClient CLIENT = new UpstreamClient();
  private static final Authenticators AUTH = new Authenticators(CLIENT, Clock.systemUTC());
  static final List<Wire> WIRES =
      List.of(
          new OpenAiWire(CLIENT, AUTH),
          new AnthropicWire(CLIENT, AUTH),
          new GeminiWire(CLIENT, AUTH),
          new DashScopeWire(CLIENT, AUTH),
          new HunyuanWire(CLIENT, AUTH),
          new WenxinWire(CLIENT, AUTH),
          new SenseNovaWire(CLIENT, AUTH),
          new OllamaWire(CLIENT, AUTH));

  private final CannedProvider provider;
  private final Recorded wire;
  private final ChatRequest request;

  private String key = SECRET;

  private Spoken(CannedProvider provider, Recorded wire, ChatRequest request) {
    this.provider = provider;
    this.wire = wire;
    this.request = request;
  }

  static Spoken of(Recorded wire, Recorded.Part part, ChatRequest request) {
    return inPieces(wire, part, Integer.MAX_VALUE, request);
  }

  static Spoken of(Recorded wire, Recorded.Part part, ChatRequest request, String key) {
    return of(wire, part, request).with(key);
  }

  Spoken with(String other) {
    key = other;
    return this;
  }

  static Spoken inPieces(Recorded wire, Recorded.Part part, int size, ChatRequest request) {
    return new Spoken(
        new CannedProvider(
            exchange -> {
              exchange.write(head(part.head()));
              byte[] body = part.body();
              for (int i = 0; i < body.length; i += Math.min(size, body.length)) {
                exchange.write(
                    Arrays.copyOfRange(body, i, (int) Math.min(body.length, i + (long) size)));
              }
              exchange.socket().close();
            }),
        wire,
        request);
  }

  /** {@code 200 text/event-stream}, or with a further header after a semicolon. */
  private static String head(String head) {
    String[] words = head.split(" ", 2);
    return "HTTP/1.1 "
        + words[0]
        + " X\r\nContent-Type: "
        + words[1].replace("; ", "\r\n")
        + "\r\nConnection: close\r\n\r\n";
  }

  List<ChatEvent> events() {
    List<ChatEvent> events = new ArrayList<>();
    into(events);
    return events;
  }

  void into(List<ChatEvent> events) {
    try (provider;
        ChatStream stream = open()) {
      for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
        events.add(event);
      }
    }
  }

  private ChatStream open() {
    Wire spoken = WIRES.stream().filter(w -> w.id().equals(wire.wire())).findFirst().orElseThrow();
    ProviderCard card =
        new ProviderCard("some", "Some", wire.wire(), null, null, false, wire.options(), List.of());
    Endpoint endpoint = new Endpoint("channel", provider.uri(), key, Timeouts.DEFAULT, Map.of());
    return spoken.chat(card, endpoint).chat(request, new Cancellation());
  }

  CannedProvider.Exchange request() {
    return provider.requests.remove();
  }

  @Override
  public void close() {
    provider.close();
  }

  static <T extends ChatEvent> List<T> only(Class<T> type, List<ChatEvent> events) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    only(ChatEvent.TextDelta.class, events).forEach(delta -> text.append(delta.text()));
    return text.toString();
  }

  static String reasoning(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    only(ChatEvent.ReasoningDelta.class, events).forEach(delta -> text.append(delta.text()));
    return text.toString();
  }

  static String arguments(List<ChatEvent> events, int index) {
    StringBuilder text = new StringBuilder();
    only(ChatEvent.ToolCallDelta.class, events).stream()
        .filter(delta -> delta.index() == index)
        .forEach(delta -> text.append(delta.arguments()));
    return text.toString();
  }

  static List<String> finishes(List<ChatEvent> events) {
    return only(ChatEvent.Finish.class, events).stream().map(ChatEvent.Finish::reason).toList();
  }

  static Usage usage(List<ChatEvent> events) {
    List<ChatEvent.UsageReported> usages = only(ChatEvent.UsageReported.class, events);
    return usages.size() == 1 ? usages.get(0).usage() : null;
  }
}
