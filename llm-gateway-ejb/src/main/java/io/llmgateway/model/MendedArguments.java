package io.llmgateway.model;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Outcome;
import io.llmgateway.model.stream.EventStep;
import io.llmgateway.model.stream.StepStream;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * For models that call tools well, and write carelessly at times: arguments go on as they arrive
 * for as long as they are JSON, and what is not is put right at the end of the call. Schemas are
 * not looked at: {@link ArgumentRepair} does that. Arguments that nobody can read end the answer
 * with an error; they are never passed off as complete, nor as empty.
 *
 * <p>Who does not want a stream gets no call that was cut off.
 */
public final class MendedArguments implements LanguageModel {
  private static final Set<String> COMPLETE = Set.of("stop", "tool_calls", "function_call");

  private final LanguageModel inner;

  public MendedArguments(LanguageModel inner) {
    this.inner = inner;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    OfferedTools tools = OfferedTools.of(request);
    ChatStream answer = inner.chat(request, cancellation);
    return tools.offered()
        ? new StepStream(answer, new Step(tools.tools(), request.stream()))
        : answer;
  }

  private record Place(int choice, int index) {}

  private static final class Step implements EventStep {
    private final Map<String, OfferedTools.Tool> tools;
    private final boolean streamed;
    private final Map<Place, Call> calls = new LinkedHashMap<>(2);

    Step(Map<String, OfferedTools.Tool> tools, boolean streamed) {
      this.tools = tools;
      this.streamed = streamed;
    }

    @Override
    public void accept(ChatEvent event, Consumer<ChatEvent> out) {
      if (event instanceof ChatEvent.ToolCallStart start) {
        OfferedTools.Tool tool = tools.get(start.name());
        if (tool != null && !tool.custom()) {
          Call call = new Call(start, tool, streamed);
          calls.put(new Place(start.choice(), start.index()), call);
          call.begin(out);
          return;
        }
      } else if (event instanceof ChatEvent.ToolCallDelta delta) {
        Call call = calls.get(new Place(delta.choice(), delta.index()));
        if (call != null) {
          call.more(delta.arguments(), out);
          return;
        }
      } else if (event instanceof ChatEvent.Finish finish) {
        boolean complete = COMPLETE.contains(finish.reason());
        calls.forEach(
            (place, call) -> {
              if (place.choice() == finish.choice()) {
                call.end(complete, out);
              }
            });
      }
      out.accept(event);
    }
  }

  /** One call, as far as it has come. */
  private static final class Call {
    private final ChatEvent.ToolCallStart start;
    private final OfferedTools.Tool tool;
    private final boolean streamed;
    private final JsonPrefix prefix = new JsonPrefix();
    private final StringBuilder text = new StringBuilder();
    private int sent;

    Call(ChatEvent.ToolCallStart start, OfferedTools.Tool tool, boolean streamed) {
      this.start = start;
      this.tool = tool;
      this.streamed = streamed;
    }

    void begin(Consumer<ChatEvent> out) {
      if (streamed) {
        out.accept(start);
      }
    }

    void more(String arguments, Consumer<ChatEvent> out) {
      int from = text.length();
      text.append(arguments);
      if (streamed) {
        int certain = prefix.certain(text, from, sent);
        send(text.substring(sent, certain), out);
        sent = certain;
      }
    }

    void end(boolean complete, Consumer<ChatEvent> out) {
      String whole = text.toString();
      boolean fine = JsonDocuments.parse(whole) instanceof JsonObject;
      if (!fine && !complete) {
        return;
      }
      if (!streamed) {
        out.accept(start);
      }
      send(fine ? whole.substring(sent) : mendedRest(whole), out);
      sent = whole.length();
    }

    private String mendedRest(String whole) {
      if (whole.isBlank() && !tool.demands()) {
        return "{}";
      }
      JsonObject read = JsonRepair.object(whole);
      String mended = read == null ? "" : read.toString();
      String before = withoutBlanks(whole.substring(0, sent));
      if (read == null || !mended.startsWith(before)) {
        throw new ChatException.Retryable(
            ErrorCode.UPSTREAM_INVALID_RESPONSE,
            Outcome.INVALID,
            "The model's call of the tool '%s' had no valid arguments.".formatted(tool.name()));
      }
      return mended.substring(before.length());
    }

    /** As it would be written without blanks between its parts. */
    private static String withoutBlanks(String json) {
      StringBuilder out = new StringBuilder(json.length());
      boolean inString = false;
      for (int i = 0; i < json.length(); i++) {
        char c = json.charAt(i);
        if (inString || !Character.isWhitespace(c)) {
          out.append(c);
        }
        if (inString && c == '\\') {
          i++;
          out.append(i < json.length() ? json.substring(i, i + 1) : "");
        } else if (c == '"') {
          inString = !inString;
        }
      }
      return out.toString();
    }

    private void send(String arguments, Consumer<ChatEvent> out) {
      if (!arguments.isEmpty()) {
        out.accept(new ChatEvent.ToolCallDelta(start.choice(), start.index(), arguments));
      }
    }
  }
}
