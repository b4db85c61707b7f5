package io.llmgateway.provider.ollama;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.wire.AnswerStream;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.HttpAnswer;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.WireCaller;
import java.util.Map;

/** Chat over Ollama's own API, at one endpoint. */
final class OllamaProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final OllamaOptions options;

  OllamaProvider(WireCaller caller, Places places, OllamaOptions options) {
    this.caller = caller;
    this.places = places;
    this.options = options;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    Asked asked = caller.asked(request, OllamaRequestTranslator.FIELDS);
    byte[] body = new OllamaRequestTranslator(options).translate(asked);
    caller.adjusted(asked.adjusted());
    String path = places.path(options.path(), request.model());
    return new AnswerStream(
        HttpAnswer.lines(caller.post(path, Map.of(), body, request.stream(), cancellation)),
        caller.endpoint(),
        new OllamaAnswerTranslator());
  }
}
