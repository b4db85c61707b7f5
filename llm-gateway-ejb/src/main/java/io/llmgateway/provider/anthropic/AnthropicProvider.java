package io.llmgateway.provider.anthropic;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.wire.AnswerStream;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.AwsFrames;
import io.llmgateway.provider.wire.HttpAnswer;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.Map;

/** Chat over the Messages API, at one endpoint. */
final class AnthropicProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final AnthropicOptions options;
  private final AnthropicRequestTranslator translator;
  private final ReplayMemory memory;

  AnthropicProvider(
      WireCaller caller,
      Places places,
      AnthropicOptions options,
      AnthropicRequestTranslator translator,
      ReplayMemory memory) {
    this.caller = caller;
    this.places = places;
    this.options = options;
    this.translator = translator;
    this.memory = memory;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    Asked asked = caller.asked(request, AnthropicRequestTranslator.FIELDS);
    byte[] body = translator.translate(asked);
    caller.adjusted(asked.adjusted());
    String path = request.stream() ? options.streamPath() : options.path();
    UpstreamExchange exchange =
        caller.post(
            places.path(path, request.model()),
            headers(asked),
            body,
            request.stream(),
            cancellation);
    HttpAnswer answer =
        options.awsFrames()
            ? HttpAnswer.binary(exchange, request.stream(), AwsFrames::inChunks)
            : HttpAnswer.events(exchange);
    return new AnswerStream(answer, caller.endpoint(), new AnthropicAnswerTranslator(memory));
  }

  private Map<String, String> headers(Asked asked) {
    Map<String, String> headers = places.headers(options.headers());
    if (options.versionInBody() != null || !(asked.value("betas") instanceof JsonArray betas)) {
      return headers;
    }
    Map<String, String> more = new HashMap<>(headers);
    betas.forEach(
        beta -> {
          if (beta instanceof JsonString name) {
            more.merge("anthropic-beta", name.getString(), (a, b) -> a + "," + b);
          }
        });
    return more;
  }
}
