package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One choice of an answer while it grows. */
final class FoldedChoice {
  /** Reasons that end a choice before it is whole. */
  private static final Set<String> CUT = Set.of("length", "content_filter");

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

    /** Whether somebody could carry it out. Of a custom tool's text nobody knows where it ends. */
    boolean complete() {
      if (start.type().equals("custom")) {
        return false;
      }
      try (JsonReader reader = Json.createReader(new StringReader(arguments.toString()))) {
        reader.readObject();
        return true;
      } catch (RuntimeException e) {
        return false;
      }
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

  /** A call that was cut is not passed on as one: nobody could see it by its arguments. */
  private void leaveOutCutCalls() {
    if (finishReason != null && CUT.contains(finishReason)) {
      toolCalls.values().removeIf(call -> !call.complete());
    }
  }

  void write(int index, JsonBytes out) {
    leaveOutCutCalls();
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
