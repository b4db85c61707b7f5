package io.llmgateway.model;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.model.stream.EventStep;
import io.llmgateway.model.stream.StepStream;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Gives tools to a model that has none: tells of them in the prompt, and turns the calls that the
 * model writes into tool calls. A call goes out when it is complete; text goes out at once. A call
 * that was cut off by the length limit or a filter is left out, and the reason stays.
 *
 * <p>The arguments go out as the model wrote them: {@link ArgumentRepair} belongs around this.
 */
public final class ToolCallShim implements LanguageModel {
  private final LanguageModel inner;
  private final ToolDialect dialect;
  private final Consumer<String> adjusted;

  /**
   * @param adjusted learns that {@code tools} were adjusted; called before {@code chat} returns
   */
  public ToolCallShim(LanguageModel inner, ToolDialect dialect, Consumer<String> adjusted) {
    this.inner = inner;
    this.dialect = dialect;
    this.adjusted = adjusted;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    OfferedTools tools = OfferedTools.of(request);
    JsonObject body = request.body();
    if (!body.containsKey("tools") && !speaksOfTools(body.get("messages"))) {
      return inner.chat(request, cancellation);
    }
    adjusted.accept("tools=prompt");
    JsonObject told = new ToolPrompt(tools, dialect).body(body);
    ChatStream answer = inner.chat(request.withBody(told), cancellation);
    return tools.offered() ? new StepStream(answer, new Calls(tools)) : answer;
  }

  private static boolean speaksOfTools(JsonValue messages) {
    return messages instanceof JsonArray array
        && array.stream()
            .anyMatch(
                message ->
                    message instanceof JsonObject object
                        && (object.containsKey("tool_calls")
                            || object.getString("role", "").equals("tool")));
  }

  /** The calls of all choices of one answer. */
  private static final class Calls implements EventStep {
    private final OfferedTools tools;
    private final Map<Integer, Choice> choices = new HashMap<>();

    Calls(OfferedTools tools) {
      this.tools = tools;
    }

    @Override
    public void accept(ChatEvent event, Consumer<ChatEvent> out) {
      if (event instanceof ChatEvent.TextDelta delta) {
        choice(delta.choice()).text(delta, out);
      } else if (event instanceof ChatEvent.Finish finish) {
        choice(finish.choice()).finish(finish.reason(), out);
      } else {
        out.accept(event);
      }
    }

    private Choice choice(int number) {
      return choices.computeIfAbsent(number, n -> new Choice(n, tools));
    }
  }

  private static final class Choice implements ToolCallText.Findings {
    private final int number;
    private final OfferedTools tools;
    private final ToolCallText text;
    private Consumer<ChatEvent> out;
    private ChatEvent.TextDelta delta;
    private int calls;

    Choice(int number, OfferedTools tools) {
      this.number = number;
      this.tools = tools;
      this.text = new ToolCallText(tools.tools(), this);
    }

    void text(ChatEvent.TextDelta delta, Consumer<ChatEvent> out) {
      this.out = out;
      this.delta = delta;
      text.accept(delta.text());
    }

    void finish(String reason, Consumer<ChatEvent> out) {
      this.out = out;
      this.delta = null;
      text.end(!reason.equals("stop") && !reason.equals("tool_calls"));
      boolean called = calls > 0 && reason.equals("stop");
      out.accept(new ChatEvent.Finish(number, called ? "tool_calls" : reason));
    }

    @Override
    public void text(String found) {
      boolean unchanged = delta != null && delta.text().equals(found);
      JsonObject logprobs = unchanged ? delta.logprobs() : null;
      out.accept(new ChatEvent.TextDelta(number, found, logprobs));
    }

    @Override
    public void call(WrittenCall call) {
      OfferedTools.Tool tool = tools.tools().get(call.name());
      boolean custom = tool != null && tool.custom();
      String id = "call_" + UUID.randomUUID().toString().replace("-", "");
      String type = custom ? "custom" : "function";
      out.accept(new ChatEvent.ToolCallStart(number, calls, id, type, call.name()));
      String arguments = custom ? tool.given(call.arguments()) : call.arguments();
      if (!arguments.isEmpty()) {
        out.accept(new ChatEvent.ToolCallDelta(number, calls, arguments));
      }
      calls++;
    }
  }
}
