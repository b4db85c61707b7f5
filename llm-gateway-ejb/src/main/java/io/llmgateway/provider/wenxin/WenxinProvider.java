package io.llmgateway.provider.wenxin;

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

/** Chat over Qianfan v1, at one endpoint. */
final class WenxinProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final WenxinOptions options;

  WenxinProvider(WireCaller caller, Places places, WenxinOptions options) {
    this.caller = caller;
    this.places = places;
    this.options = options;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    Asked asked = caller.asked(request, WenxinRequestTranslator.FIELDS);
    byte[] body = WenxinRequestTranslator.translate(asked);
    caller.adjusted(asked.adjusted());
    String path = places.path("/chat/{model}", options.suffix(request.model()));
    return new AnswerStream(
        HttpAnswer.events(caller.post(path, Map.of(), body, request.stream(), cancellation)),
        caller.endpoint(),
        new WenxinAnswerTranslator());
  }
}
