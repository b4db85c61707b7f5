package io.llmgateway.provider.openai;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.function.Function;

/** Chat over OpenAI's wire, at one endpoint. */
final class OpenAiProvider implements LanguageModel {
  private final WireCaller caller;
  private final Places places;
  private final Function<String, WireOptions> options;
  private final ReplayMemory memory;

  /**
   * @param options by the model's name at the provider
   */
  OpenAiProvider(
      WireCaller caller,
      Places places,
      Function<String, WireOptions> options,
      ReplayMemory memory) {
    this.memory = memory;
    this.caller = caller;
    this.places = places;
    this.options = options;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    WireOptions differences = options.apply(request.model());
    ToolNames tools =
        differences.rules().uniqueToolNames()
            ? ToolNames.apart(request.body())
            : new ToolNames(request.body(), Map.of());
    boolean replays = differences.history().replaysDetails();
    JsonObject conversation =
        replays ? ReasoningReplay.restored(tools.body(), memory) : tools.body();
    ChatRequest sent = request.withBody(conversation).withStream(differences.streams(request));
    OpenAiRequestTranslator translator = new OpenAiRequestTranslator(differences);
    byte[] body = translator.chat(sent);
    caller.adjusted(translator.adjusted(request));
    caller.adjusted(translator.renamed(request));
    UpstreamExchange exchange =
        caller.post(
            places.path(differences.chatPath(), request.model()),
            places.headers(differences.headers()),
            body,
            sent.stream(),
            cancellation);
    ChatStream answer = new OpenAiStream(exchange, caller.endpoint(), request.choices());
    return AnswerRules.of(
        replays ? new ReasoningReplay(answer, memory) : answer, differences, tools.own());
  }
}
