package io.llmgateway.provider.sensenova;

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

/** Chat over SenseNova's own API, at one endpoint. */
final class SenseNovaProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final SenseNovaOptions options;

  SenseNovaProvider(WireCaller caller, Places places, SenseNovaOptions options) {
    this.caller = caller;
    this.places = places;
    this.options = options;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    Asked asked = caller.asked(request, SenseNovaRequestTranslator.FIELDS);
    byte[] body = SenseNovaRequestTranslator.translate(asked);
    caller.adjusted(asked.adjusted());
    String path = places.path(options.path(), request.model());
    return new AnswerStream(
        HttpAnswer.events(caller.post(path, Map.of(), body, request.stream(), cancellation)),
        caller.endpoint(),
        new SenseNovaAnswerTranslator());
  }
}
