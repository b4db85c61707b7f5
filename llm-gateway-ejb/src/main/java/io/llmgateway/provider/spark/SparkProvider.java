package io.llmgateway.provider.spark;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.transport.UpstreamRequest;
import io.llmgateway.provider.transport.WebSocketClient;
import io.llmgateway.provider.transport.WebSocketExchange;
import io.llmgateway.provider.wire.AnswerSource;
import io.llmgateway.provider.wire.AnswerStream;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.Frames;
import io.llmgateway.provider.wire.WireCaller;
import java.net.URI;
import java.util.Map;

/** Chat over a WebSocket, at one endpoint. It always streams. */
final class SparkProvider implements LanguageModel {
  private final WebSocketClient client;
  private final WireCaller caller;
  private final SparkOptions options;

  SparkProvider(WebSocketClient client, WireCaller caller, SparkOptions options) {
    this.client = client;
    this.caller = caller;
    this.options = options;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    Asked asked = caller.asked(request, SparkRequestTranslator.FIELDS);
    byte[] body =
        SparkRequestTranslator.translate(
            asked, caller.endpoint().options().getOrDefault("app-id", ""));
    caller.adjusted(asked.adjusted());
    // channels are declared with http addresses
    String base = caller.endpoint().baseUrl().toString().replaceFirst("^http", "ws");
    UpstreamRequest signed =
        caller.authenticated(
            new UpstreamRequest(
                URI.create(base + options.path(request.model())),
                Map.of(),
                body,
                true,
                caller.endpoint().timeouts()),
            cancellation);
    return new AnswerStream(
        new Messages(client.ask(signed, cancellation)),
        caller.endpoint(),
        new SparkAnswerTranslator());
  }

  /** The messages as events. */
  private record Messages(WebSocketExchange exchange) implements AnswerSource {
    @Override
    public String document() {
      return null;
    }

    @Override
    public Frames frames() {
      return new Frames() {
        private String message;

        @Override
        public boolean next() {
          message = exchange.next();
          return message != null;
        }

        @Override
        public String name() {
          return null;
        }

        @Override
        public String data() {
          return message;
        }
      };
    }

    @Override
    public void begun() {
      exchange.begun();
    }

    @Override
    public void whole() {
      // the connection is not used again
    }

    @Override
    public void close(boolean complete) {
      exchange.close();
    }
  }
}
