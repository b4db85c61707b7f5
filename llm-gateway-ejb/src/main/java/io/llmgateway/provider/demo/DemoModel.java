package io.llmgateway.provider.demo;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.List;

/** Answers by rule: reasons when its name says so, calls the offered tool once, else repeats. */
final class DemoModel implements LanguageModel {
  private static final JsonProvider JSON = JsonProvider.provider();

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    JsonArray messages = request.body().getJsonArray("messages");
    List<ChatEvent> events = new ArrayList<>();
    events.add(new ChatEvent.Started(request.model(), JsonValue.EMPTY_JSON_OBJECT));
    long output = 0;
    for (int choice = 0; choice < request.choices(); choice++) {
      output += answer(choice, request, messages, events);
    }
    long input = DemoText.words(messages.toString()).size();
    long reasoning = events.stream().filter(ChatEvent.ReasoningDelta.class::isInstance).count();
    Usage usage = new Usage(input, output, 0, 0, reasoning);
    events.add(new ChatEvent.UsageReported(usage, JsonValue.EMPTY_JSON_OBJECT));
    return new DemoStream(events, request.stream(), cancellation);
  }

  /**
   * @return the number of output tokens
   */
  private static long answer(
      int choice, ChatRequest request, JsonArray messages, List<ChatEvent> events) {
    int before = events.size();
    JsonObject last = DemoText.last(messages);
    if (request.model().contains("reason")) {
      for (String word : DemoText.words("The user wrote something; I shall repeat it.")) {
        events.add(new ChatEvent.ReasoningDelta(choice, word));
      }
    }
    JsonObject tool = toolToCall(request.body(), last);
    if (tool != null) {
      callTool(choice, tool, DemoText.of(last), events);
      return (long) events.size() - before;
    }
    List<String> words = DemoText.words(text(request.body(), last));
    long limit = request.maxOutputTokens() == 0 ? Long.MAX_VALUE : request.maxOutputTokens();
    for (int i = 0; i < words.size() && i < limit; i++) {
      events.add(new ChatEvent.TextDelta(choice, words.get(i), null));
    }
    events.add(new ChatEvent.Finish(choice, words.size() > limit ? "length" : "stop"));
    return (long) events.size() - before - 1;
  }

  private static String text(JsonObject body, JsonObject last) {
    String said = DemoText.of(last);
    JsonObject format =
        body.get("response_format") instanceof JsonObject f ? f : JsonValue.EMPTY_JSON_OBJECT;
    return switch (format.getString("type", "text")) {
      case "json_object" -> JSON.createObjectBuilder().add("answer", said).build().toString();
      case "json_schema" -> SampleJson.of(schema(format), said).toString();
      default ->
          "tool".equals(last.getString("role", ""))
              ? "The tool said: " + said
              : "This is the built-in demo of llm-gateway, not a model. You said: " + said;
    };
  }

  private static JsonObject schema(JsonObject format) {
    return format.get("json_schema") instanceof JsonObject named
            && named.get("schema") instanceof JsonObject schema
        ? schema
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static JsonObject toolToCall(JsonObject body, JsonObject last) {
    boolean offered = body.get("tools") instanceof JsonArray tools && !tools.isEmpty();
    boolean wanted =
        "user".equals(last.getString("role", ""))
            && !JSON.createValue("none").equals(body.get("tool_choice"));
    if (!offered || !wanted) {
      return null;
    }
    JsonObject first = body.getJsonArray("tools").getJsonObject(0);
    return first.get("function") instanceof JsonObject function ? function : null;
  }

  private static void callTool(
      int choice, JsonObject function, String said, List<ChatEvent> events) {
    JsonObject parameters =
        function.get("parameters") instanceof JsonObject p ? p : JsonValue.EMPTY_JSON_OBJECT;
    String arguments = SampleJson.of(parameters, said).toString();
    if (!arguments.startsWith("{")) {
      arguments = "{}";
    }
    events.add(
        new ChatEvent.ToolCallStart(
            choice, 0, "call_demo_" + choice, "function", function.getString("name", "")));
    int half = arguments.length() / 2;
    events.add(new ChatEvent.ToolCallDelta(choice, 0, arguments.substring(0, half)));
    events.add(new ChatEvent.ToolCallDelta(choice, 0, arguments.substring(half)));
    events.add(new ChatEvent.Finish(choice, "tool_calls"));
  }
}
