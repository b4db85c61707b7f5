package io.llmgateway.provider.anthropic;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.AnswerTranslator;
import io.llmgateway.provider.wire.ReplayMemory;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Translates a message, whole or by its events. Usage comes in two parts, at the start and with the
 * stop reason, and the later count of each kind holds.
 */
final class AnthropicAnswerTranslator implements AnswerTranslator {

  /** A block of the message that is open. */
  private static final class Block {
    private final JsonObject start;
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private int tool = -1;
    private boolean arguments;

    Block(JsonObject start) {
      this.start = start;
    }
  }

  private static final Set<String> CUT =
      Set.of("max_tokens", "model_context_window_exceeded", "refusal");

  private final ReplayMemory memory;
  private final Map<Integer, Block> open = new HashMap<>();
  private final List<JsonValue> thoughts = new ArrayList<>();
  private final Map<String, JsonValue> usage = new HashMap<>();
  private int unargued = -1;

  AnthropicAnswerTranslator(ReplayMemory memory) {
    this.memory = memory;
  }

  @Override
  public boolean event(String name, JsonObject data, AnswerEvents out) {
    String type = data.getString("type", name == null ? "" : name);
    switch (type) {
      case "message_start" -> {
        JsonObject message = JsonText.object(data, "message");
        if (message != null) {
          out.started(JsonText.text(message, "model"));
          usage(message, out);
        }
      }
      case "content_block_start" -> start(index(data), JsonText.object(data, "content_block"), out);
      case "content_block_delta" ->
          delta(open.get(index(data)), JsonText.object(data, "delta"), out);
      case "content_block_stop" -> stop(open.remove(index(data)), out);
      case "message_delta" -> {
        usage(data, out);
        finish(JsonText.object(data, "delta"), out);
      }
      case "message_stop" -> {
        settleArguments(true, out);
        return true;
      }
      default -> {
        // ping, and what may be invented later
      }
    }
    return false;
  }

  private static int index(JsonObject data) {
    return data.get("index") instanceof JsonNumber number ? number.intValue() : 0;
  }

  private void start(int index, JsonObject start, AnswerEvents out) {
    if (start == null) {
      return;
    }
    settleArguments(true, out);
    Block block = new Block(start);
    open.put(index, block);
    switch (start.getString("type", "")) {
      case "text" -> out.text(0, start.getString("text", ""));
      case "thinking" -> {
        think(block, start.getString("thinking", ""), out);
        block.signature.append(start.getString("signature", ""));
      }
      case "tool_use" -> {
        block.tool = out.tool(0, JsonText.text(start, "id"), JsonText.text(start, "name"));
        remember(out.lastToolId());
        JsonObject input = JsonText.object(start, "input");
        if (input != null && !input.isEmpty()) {
          arguments(block, input.toString(), out);
        }
      }
      default -> {
        // redacted thinking is handed out at its end; results of the service's own tools are not
      }
    }
  }

  private static void think(Block block, String text, AnswerEvents out) {
    block.thinking.append(text);
    out.reasoning(0, text);
  }

  private static void arguments(Block block, String part, AnswerEvents out) {
    block.arguments |= !part.isEmpty();
    out.arguments(0, block.tool, part);
  }

  private static void delta(Block block, JsonObject delta, AnswerEvents out) {
    if (block == null || delta == null) {
      return;
    }
    switch (delta.getString("type", "")) {
      case "text_delta" -> out.text(0, delta.getString("text", ""));
      case "thinking_delta" -> think(block, delta.getString("thinking", ""), out);
      case "signature_delta" -> block.signature.append(delta.getString("signature", ""));
      case "input_json_delta" -> {
        if (block.tool >= 0) {
          arguments(block, delta.getString("partial_json", ""), out);
        }
      }
      case "citations_delta" -> citations(JsonText.object(delta, "citation"), out);
      default -> {
        // unknown to this version
      }
    }
  }

  private static void citations(JsonObject citation, AnswerEvents out) {
    if (citation != null) {
      JsonArrayBuilder one = JsonText.json().createArrayBuilder().add(citation);
      out.fields(0, JsonText.json().createObjectBuilder().add("citations", one).build());
    }
  }

  private void stop(Block block, AnswerEvents out) {
    if (block == null) {
      return;
    }
    if (block.tool >= 0 && !block.arguments) {
      unargued = block.tool;
    }
    String type = block.start.getString("type", "");
    if (type.equals("redacted_thinking")) {
      thought(block.start, out);
    } else if (type.equals("thinking") && block.signature.length() > 0) {
      thought(
          JsonText.json()
              .createObjectBuilder()
              .add("type", "thinking")
              .add("thinking", block.thinking.toString())
              .add("signature", block.signature.toString())
              .build(),
          out);
    }
  }

  /**
   * A call without arguments says nothing at all, and neither does one that was cut before them.
   */
  private void settleArguments(boolean whole, AnswerEvents out) {
    if (unargued >= 0 && whole) {
      out.arguments(0, unargued, "{}");
    }
    unargued = -1;
  }

  private void thought(JsonObject block, AnswerEvents out) {
    thoughts.add(block);
    JsonArrayBuilder one = JsonText.json().createArrayBuilder().add(ThinkingDetails.detail(block));
    out.fields(0, JsonText.json().createObjectBuilder().add("reasoning_details", one).build());
  }

  /** Thinking stands before the calls that came of it, and goes back with any of them. */
  private void remember(String toolId) {
    if (!thoughts.isEmpty()) {
      JsonArrayBuilder all = JsonText.json().createArrayBuilder();
      thoughts.forEach(all::add);
      memory.keep(toolId, all.build());
    }
  }

  private void finish(JsonObject delta, AnswerEvents out) {
    String reason = delta == null ? null : JsonText.text(delta, "stop_reason");
    if (reason == null) {
      return;
    }
    settleArguments(!CUT.contains(reason), out);
    if (reason.equals("refusal")) {
      out.filtered(0, FilterHit.answer(reason));
      return;
    }
    out.finish(
        0,
        switch (reason) {
          case "end_turn", "stop_sequence", "pause_turn" -> "stop";
          case "max_tokens", "model_context_window_exceeded" -> "length";
          case "tool_use" -> "tool_calls";
          default -> reason;
        });
  }

  @Override
  public void whole(JsonObject document, AnswerEvents out) {
    out.started(JsonText.text(document, "model"));
    if (document.get("content") instanceof JsonArray content) {
      for (int i = 0; i < content.size(); i++) {
        start(i, content.getJsonObject(i), out);
        stop(open.remove(i), out);
      }
    }
    usage(document, out);
    finish(document, out);
  }

  /** Input without cache, cache writes and cache reads are counted apart; OpenAI's count is all. */
  private void usage(JsonObject holder, AnswerEvents out) {
    JsonObject found = JsonText.object(holder, "usage");
    if (found == null) {
      return;
    }
    found.forEach(
        (name, value) -> {
          if (value != JsonValue.NULL) {
            usage.put(name, value);
          }
        });
    JsonObjectBuilder merged = JsonText.json().createObjectBuilder();
    usage.forEach(merged::add);
    JsonObject all = merged.build();
    long read = AnswerEvents.countOrZero(all, "cache_read_input_tokens");
    long write = AnswerEvents.countOrZero(all, "cache_creation_input_tokens");
    long plain = AnswerEvents.countOrZero(all, "input_tokens");
    boolean negative = read < 0 || write < 0 || plain < 0;
    out.usage(
        all,
        negative ? Long.MIN_VALUE : plain + read + write,
        AnswerEvents.countOrZero(all, "output_tokens"),
        read,
        write,
        0);
  }
}
