package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** One choice of an answer while it grows. */
final class FoldedChoice {
  final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final Map<Integer, ToolCall> toolCalls = new TreeMap<>();
  final MergedFields logprobs = new MergedFields();
  private final MergedFields messageFields = new MergedFields();
  private final MergedFields choiceFields = new MergedFields();
  String finishReason;

  private static final class ToolCall {
    final ChatEvent.ToolCallStart start;
    final StringBuilder arguments = new StringBuilder();

    ToolCall(ChatEvent.ToolCallStart start) {
      this.start = start;
    }
  }

  void addText(String more, JsonObject moreLogprobs) {
    text.append(more);
    if (moreLogprobs != null) {
      logprobs.merge(moreLogprobs);
    }
  }

  void addReasoning(String more) {
    reasoning.append(more);
  }

  void startTool(ChatEvent.ToolCallStart start) {
    toolCalls.put(start.index(), new ToolCall(start));
  }

  void addArguments(int index, String more) {
    toolCalls.get(index).arguments.append(more);
  }

  void addFields(JsonObject message, JsonObject choice) {
    messageFields.merge(message);
    choiceFields.merge(choice);
  }

  void write(int index, JsonBytes out) {
    out.ascii("{\"index\":").number(index);
    out.ascii(",\"message\":{\"role\":\"assistant\",\"content\":")
        .string(text.length() == 0 && !toolCalls.isEmpty() ? null : text);
    if (reasoning.length() > 0) {
      out.ascii(",\"reasoning_content\":").string(reasoning);
    }
    if (!messageFields.has("refusal")) {
      out.ascii(",\"refusal\":null");
    }
    writeToolCalls(out);
    messageFields.writeMembers(out);
    out.ascii("},\"logprobs\":");
    if (logprobs.isEmpty()) {
      out.ascii("null");
    } else {
      logprobs.write(out);
    }
    out.ascii(",\"finish_reason\":").string(finishReason);
    choiceFields.writeMembers(out);
    out.ascii("}");
  }

  private void writeToolCalls(JsonBytes out) {
    if (toolCalls.isEmpty()) {
      return;
    }
    String separator = ",\"tool_calls\":[";
    for (ToolCall call : toolCalls.values()) {
      boolean custom = call.start.type().equals("custom");
      out.ascii(separator)
          .ascii("{\"id\":")
          .string(call.start.id())
          .ascii(",\"type\":")
          .string(call.start.type())
          .ascii(custom ? ",\"custom\":{\"name\":" : ",\"function\":{\"name\":")
          .string(call.start.name())
          .ascii(custom ? ",\"input\":" : ",\"arguments\":")
          .string(call.arguments)
          .ascii("}}");
      separator = ",";
    }
    out.ascii("]");
  }
}
