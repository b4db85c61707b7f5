package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The chunks of a streamed chat completion ({@code chat.completion.chunk}): the first of each
 * choice carries the role, the last its {@code finish_reason}; usage comes as a chunk of its own
 * without choices, and only when asked for.
 *
 * <p>Source: <a href="https://platform.openai.com/docs/api-reference/chat/streaming">The chat
 * completion chunk object</a>.
 */
public final class ChatChunks implements Chunks {
  private final JsonBytes head = new JsonBytes(256);
  private final JsonBytes responseFields = new JsonBytes(128);
  private final Map<String, JsonValue> fields = new LinkedHashMap<>();
  private final BitSet begun = new BitSet();
  private final BitSet customTools = new BitSet();
  private final boolean includeUsage;

  public ChatChunks(AnswerHead answer, boolean includeUsage) {
    this.includeUsage = includeUsage;
    head.ascii("{\"id\":\"chatcmpl-")
        .ascii(answer.callId())
        .ascii("\",\"object\":\"chat.completion.chunk\",\"created\":")
        .number(answer.created())
        .ascii(",\"model\":")
        .string(answer.model());
  }

  @Override
  public boolean write(ChatEvent event, JsonBytes out) {
    if (event instanceof ChatEvent.TextDelta text) {
      writeText(text, out);
    } else if (event instanceof ChatEvent.ReasoningDelta reasoning) {
      open(reasoning.choice(), out, ",");
      out.ascii("\"reasoning_content\":").string(reasoning.text());
      close(out, null, null, null);
    } else if (event instanceof ChatEvent.ToolCallStart start) {
      writeToolStart(start, out);
    } else if (event instanceof ChatEvent.ToolCallDelta delta) {
      writeToolDelta(delta, out);
    } else if (event instanceof ChatEvent.ChoiceFields unknown) {
      writeChoiceFields(unknown, out);
    } else if (event instanceof ChatEvent.Finish finish) {
      writeFinish(finish, out);
    } else if (event instanceof ChatEvent.UsageReported usage) {
      return writeUsage(usage.usage(), usage.raw(), out);
    } else if (event instanceof ChatEvent.Started started) {
      return remember(started.fields());
    } else if (event instanceof ChatEvent.ResponseFields more) {
      return remember(more.fields());
    } else {
      return false;
    }
    return true;
  }

  private void writeText(ChatEvent.TextDelta text, JsonBytes out) {
    open(text.choice(), out, ",");
    out.ascii("\"content\":").string(text.text());
    close(out, text.logprobs(), null, null);
  }

  private void writeToolStart(ChatEvent.ToolCallStart start, JsonBytes out) {
    boolean custom = start.type().equals("custom");
    customTools.set(toolKey(start.choice(), start.index()), custom);
    open(start.choice(), out, ",\"content\":null,");
    out.ascii("\"tool_calls\":[{\"index\":")
        .number(start.index())
        .ascii(",\"id\":")
        .string(start.id())
        .ascii(",\"type\":")
        .string(start.type())
        .ascii(custom ? ",\"custom\":{\"name\":" : ",\"function\":{\"name\":")
        .string(start.name())
        .ascii(custom ? ",\"input\":\"\"}}]" : ",\"arguments\":\"\"}}]");
    close(out, null, null, null);
  }

  private void writeToolDelta(ChatEvent.ToolCallDelta delta, JsonBytes out) {
    boolean custom = customTools.get(toolKey(delta.choice(), delta.index()));
    open(delta.choice(), out, ",\"content\":null,");
    out.ascii("\"tool_calls\":[{\"index\":")
        .number(delta.index())
        .ascii(custom ? ",\"custom\":{\"input\":" : ",\"function\":{\"arguments\":")
        .string(delta.arguments())
        .ascii("}}]");
    close(out, null, null, null);
  }

  private static int toolKey(int choice, int index) {
    return choice << 10 | index & 0x3FF;
  }

  private void writeChoiceFields(ChatEvent.ChoiceFields unknown, JsonBytes out) {
    String separator = openRole(unknown.choice(), out) ? ",\"content\":\"\"," : "";
    for (Map.Entry<String, JsonValue> member : unknown.delta().entrySet()) {
      out.ascii(separator).string(member.getKey()).ascii(":").value(member.getValue());
      separator = ",";
    }
    close(out, null, null, unknown.fields());
  }

  private void writeFinish(ChatEvent.Finish finish, JsonBytes out) {
    if (openRole(finish.choice(), out)) {
      out.ascii(",\"content\":\"\"");
    }
    close(out, null, finish.reason(), null);
  }

  private boolean writeUsage(Usage usage, JsonObject raw, JsonBytes out) {
    if (!includeUsage) {
      return false;
    }
    out.raw(head).ascii(",\"choices\":[],\"usage\":");
    UsageJson.write(out, usage, raw);
    out.raw(responseFields).ascii("}");
    return true;
  }

  private boolean remember(JsonObject more) {
    if (!more.isEmpty()) {
      fields.putAll(more);
      responseFields.clear();
      fields.forEach((name, v) -> responseFields.ascii(",").string(name).ascii(":").value(v));
    }
    return false;
  }

  /**
   * Writes up to the place of the delta's next member.
   *
   * @param firstOnly what stands between the role and that member in the first chunk of a choice
   */
  private void open(int choice, JsonBytes out, String firstOnly) {
    if (openRole(choice, out)) {
      out.ascii(firstOnly);
    }
  }

  /**
   * Writes up to the inside of {@code delta}.
   *
   * @return whether this is the first chunk of the choice, so that the role now stands there
   */
  private boolean openRole(int choice, JsonBytes out) {
    out.raw(head).ascii(",\"choices\":[{\"index\":").number(choice).ascii(",\"delta\":{");
    if (begun.get(choice)) {
      return false;
    }
    begun.set(choice);
    out.ascii("\"role\":\"assistant\"");
    return true;
  }

  private void close(JsonBytes out, JsonObject logprobs, String finishReason, JsonObject unknown) {
    out.ascii("},\"logprobs\":").value(logprobs).ascii(",\"finish_reason\":").string(finishReason);
    if (unknown != null) {
      out.furtherMembers(unknown);
    }
    out.ascii(includeUsage ? "}],\"usage\":null" : "}]").raw(responseFields).ascii("}");
  }
}
