package io.llmgateway.provider.hunyuan;

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

/** Chat over Tencent's cloud API, at one endpoint. */
final class HunyuanProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final HunyuanOptions options;

  HunyuanProvider(WireCaller caller, Places places, HunyuanOptions options) {
    this.caller = caller;
    this.places = places;
    this.options = options;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    Asked asked = caller.asked(request, HunyuanRequestTranslator.FIELDS);
    byte[] body = HunyuanRequestTranslator.translate(asked);
    caller.adjusted(asked.adjusted());
    Map<String, String> headers =
        Map.of("X-TC-Action", "ChatCompletions", "X-TC-Version", options.version());
    return new AnswerStream(
        HttpAnswer.events(
            caller.post(
                places.path("/", request.model()), headers, body, request.stream(), cancellation)),
        caller.endpoint(),
        new HunyuanAnswerTranslator());
  }
}
