package io.llmgateway.provider.openai;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.WireCaller;

/** Chat over OpenAI's wire, at one endpoint. */
final class OpenAiProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final WireOptions options;
  private final OpenAiRequestTranslator translator;

  OpenAiProvider(WireCaller caller, Places places, WireOptions options) {
    this.caller = caller;
    this.places = places;
    this.options = options;
    this.translator = new OpenAiRequestTranslator(options);
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    byte[] body = translator.chat(request);
    UpstreamExchange exchange =
        caller.post(
            places.path(options.chatPath(), request.model()),
            places.headers(options.headers()),
            body,
            request.stream(),
            cancellation);
    return new OpenAiStream(exchange, caller.endpoint(), request.choices());
  }
}
