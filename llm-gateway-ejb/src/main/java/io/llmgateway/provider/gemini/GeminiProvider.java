package io.llmgateway.provider.gemini;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.wire.AnswerStream;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.HttpAnswer;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;

/** Chat over generateContent, at one endpoint. */
final class GeminiProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final GeminiOptions options;
  private final ReplayMemory memory;

  GeminiProvider(WireCaller caller, Places places, GeminiOptions options, ReplayMemory memory) {
    this.caller = caller;
    this.places = places;
    this.options = options;
    this.memory = memory;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    Asked asked = caller.asked(request, GeminiRequestTranslator.FIELDS);
    byte[] body = new GeminiRequestTranslator(options, memory).translate(asked);
    caller.adjusted(asked.adjusted());
    String method = request.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
    UpstreamExchange exchange =
        caller.post(
            places.path(options.path(), request.model()) + method,
            places.headers(options.headers()),
            body,
            request.stream(),
            cancellation);
    return new AnswerStream(
        HttpAnswer.events(exchange), caller.endpoint(), new GeminiAnswerTranslator(memory));
  }
}
