package io.llmgateway.provider.openai;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.OutcomeClassifier;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.net.URI;
import java.util.Map;

/** Posts a document to an endpoint, with its credential, and lets only answers through. */
final class OpenAiCaller {
  private static final int MAX_ERROR_BODY = 64 * 1024;

  private final UpstreamClient client;

  OpenAiCaller(UpstreamClient client) {
    this.client = client;
  }

  /**
   * @return an answer with a status of 2xx; the caller closes it
   * @throws ChatException when the provider can not be reached, or refuses
   */
  UpstreamExchange post(
      Endpoint endpoint,
      WireOptions options,
      String path,
      byte[] body,
      boolean stream,
      Cancellation cancellation) {
    URI uri = URI.create(endpoint.baseUrl() + path);
    UpstreamExchange exchange =
        client.post(
            new UpstreamRequest(
                uri, credential(endpoint, options), body, stream, endpoint.timeouts()),
            cancellation);
    if (exchange.status() / 100 == 2) {
      return exchange;
    }
    try (exchange) {
      byte[] words = exchange.refusal(MAX_ERROR_BODY);
      throw OutcomeClassifier.refusal(exchange.status(), exchange::header, words)
          .exception(endpoint, false);
    }
  }

  private static Map<String, String> credential(Endpoint endpoint, WireOptions options) {
    String key = endpoint.apiKey();
    if (key == null || key.isEmpty()) {
      return Map.of();
    }
    return options.authHeader() == null
        ? Map.of("Authorization", "Bearer " + key)
        : Map.of(options.authHeader(), key);
  }
}
