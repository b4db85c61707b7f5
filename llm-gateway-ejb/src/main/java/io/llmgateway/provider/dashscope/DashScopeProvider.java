package io.llmgateway.provider.dashscope;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.wire.AnswerStream;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.HttpAnswer;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.WireCaller;
import java.util.HashMap;
import java.util.Map;

/** Chat over DashScope's own API, at one endpoint. */
final class DashScopeProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final DashScopeOptions options;

  DashScopeProvider(WireCaller caller, Places places, DashScopeOptions options) {
    this.caller = caller;
    this.places = places;
    this.options = options;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    Asked asked = caller.asked(request, DashScopeRequestTranslator.FIELDS);
    // thinking models refuse to answer otherwise
    boolean stream =
        request.stream() || Boolean.TRUE.equals(DashScopeRequestTranslator.thinking(asked));
    Map<String, String> headers = new HashMap<>(places.headers(options.headers()));
    if (stream) {
      headers.put("X-DashScope-SSE", "enable");
    }
    String path = options.sees(request.model()) ? options.visionPath() : options.path();
    byte[] body = new DashScopeRequestTranslator(options).translate(asked, stream);
    caller.adjusted(asked.adjusted());
    return new AnswerStream(
        HttpAnswer.events(
            caller.post(places.path(path, request.model()), headers, body, stream, cancellation)),
        caller.endpoint(),
        new DashScopeAnswerTranslator(stream && !options.incremental()));
  }
}
