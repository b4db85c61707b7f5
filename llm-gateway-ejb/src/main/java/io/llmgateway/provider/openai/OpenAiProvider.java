package io.llmgateway.provider.openai;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.transport.UpstreamExchange;

/** Chat over OpenAI's wire, at one endpoint. */
final class OpenAiProvider implements LanguageModel {
  private final OpenAiCaller caller;
  private final WireOptions options;
  private final OpenAiRequestTranslator translator;
  private final Endpoint endpoint;

  OpenAiProvider(OpenAiCaller caller, WireOptions options, Endpoint endpoint) {
    this.caller = caller;
    this.options = options;
    this.translator = new OpenAiRequestTranslator(options);
    this.endpoint = endpoint;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    byte[] body = translator.chat(request);
    UpstreamExchange exchange =
        caller.post(endpoint, options, options.chatPath(), body, request.stream(), cancellation);
    return new OpenAiStream(exchange, endpoint, request.choices());
  }
}
