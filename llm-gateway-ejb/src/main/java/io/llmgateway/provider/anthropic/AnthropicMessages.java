package io.llmgateway.provider.anthropic;

import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Conversation;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes the turns of a conversation: users and assistants in turn, the results of tools as blocks
 * of one user message, thinking as it was signed.
 */
final class AnthropicMessages {
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final ReplayMemory memory;
  private final boolean thinking;
  private final JsonArrayBuilder messages = JsonText.json().createArrayBuilder();
  private String role;
  private List<JsonValue> blocks = new ArrayList<>();

  /**
   * @param thinking whether thinking of earlier turns is wanted back
   */
  AnthropicMessages(ReplayMemory memory, boolean thinking) {
    this.memory = memory;
    this.thinking = thinking;
  }

  JsonArray of(List<Turn> turns) {
    for (Turn turn : turns) {
      switch (turn.role()) {
        case "system" -> {
          // stands beside the messages
        }
        case "assistant" -> {
          become("assistant");
          assistant(turn);
        }
        case "tool" -> {
          become("user");
          blocks.add(result(turn));
        }
        default -> {
          become("user");
          for (Turn.Part part : turn.parts()) {
            if (part.text() == null || !part.text().isEmpty()) { // an empty text is refused
              blocks.add(part(part, turn));
            }
          }
        }
      }
    }
    become(null);
    return messages.build();
  }

  /** Neighbours of one role are one message. */
  private void become(String next) {
    if (role != null && !role.equals(next)) {
      if (!blocks.isEmpty()) {
        JsonArrayBuilder content = JsonText.json().createArrayBuilder();
        blocks.forEach(content::add);
        messages.add(
            JsonText.json().createObjectBuilder().add("role", role).add("content", content));
      }
      blocks = new ArrayList<>();
    }
    role = next;
  }

  private void assistant(Turn turn) {
    if (thinking) {
      blocks.addAll(thoughts(turn, memory));
    }
    for (Turn.Part part : turn.parts()) {
      if (part.text() != null && !part.text().isBlank()) { // an empty text block is refused
        blocks.add(text(part, turn));
      }
    }
    for (Turn.ToolCall call : turn.calls()) {
      blocks.add(
          JsonText.json()
              .createObjectBuilder()
              .add("type", "tool_use")
              .add("id", id(call.id()))
              .add("name", call.name())
              .add("input", Conversation.arguments(call))
              .build());
    }
  }

  private static JsonObject result(Turn turn) {
    JsonObjectBuilder result =
        JsonText.json()
            .createObjectBuilder()
            .add("type", "tool_result")
            .add("tool_use_id", id(turn.toolCallId() == null ? "" : turn.toolCallId()));
    JsonArrayBuilder content = JsonText.json().createArrayBuilder();
    boolean any = false;
    for (Turn.Part part : turn.parts()) {
      if (part.text() == null || !part.text().isEmpty()) {
        content.add(part(part, null));
        any = true;
      }
    }
    if (any) {
      result.add("content", content);
    }
    cacheControl(turn.raw(), result);
    return result.build();
  }

  private static JsonObject part(Turn.Part part, Turn turn) {
    return part.text() != null ? text(part, turn) : image(part);
  }

  /**
   * @param turn whose own mark for the cache is meant for its one text, or null
   */
  static JsonObject text(Turn.Part part, Turn turn) {
    JsonObjectBuilder text =
        JsonText.json().createObjectBuilder().add("type", "text").add("text", part.text());
    cacheControl(turn != null && turn.parts().size() == 1 ? turn.raw() : null, text);
    cacheControl(part.raw(), text);
    return text.build();
  }

  /** Ids that other vendors made may have characters that are refused here. */
  private static String id(String id) {
    return ID.matcher(id).matches()
        ? id
        : "toolu_" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject image(Turn.Part part) {
    Turn.Image image = part.image();
    JsonObjectBuilder source = JsonText.json().createObjectBuilder();
    if (image.data() == null) {
      source.add("type", "url").add("url", image.url());
    } else {
      source.add("type", "base64").add("media_type", image.mediaType()).add("data", image.data());
    }
    JsonObjectBuilder block =
        JsonText.json().createObjectBuilder().add("type", "image").add("source", source);
    cacheControl(part.raw(), block);
    return block.build();
  }

  private static void cacheControl(JsonObject raw, JsonObjectBuilder block) {
    JsonObject control = raw == null ? null : JsonText.object(raw, "cache_control");
    if (control != null) {
      block.add("cache_control", control);
    }
  }

  /**
   * @return the signed thinking of a turn: as the client sent it back, or as it is remembered
   */
  private static List<JsonValue> thoughts(Turn turn, ReplayMemory memory) {
    List<JsonValue> blocks = new ArrayList<>();
    if (turn.raw().get("reasoning_details") instanceof JsonArray details) {
      for (JsonValue detail : details) {
        JsonObject block =
            detail instanceof JsonObject object ? ThinkingDetails.block(object) : null;
        if (block != null) {
          blocks.add(block);
        }
      }
    }
    for (Turn.ToolCall call : turn.calls()) {
      if (blocks.isEmpty() && memory.recall(call.id()) instanceof JsonArray kept) {
        blocks.addAll(kept);
      }
    }
    return blocks;
  }

  /**
   * @return false when the conversation stands after tool calls whose thinking is lost: then the
   *     service refuses to think
   */
  static boolean canThink(List<Turn> turns, ReplayMemory memory) {
    for (int i = turns.size() - 1; i >= 0; i--) {
      Turn turn = turns.get(i);
      if (turn.role().equals("user")) {
        return true;
      }
      if (turn.role().equals("assistant") && !turn.calls().isEmpty()) {
        return !thoughts(turn, memory).isEmpty();
      }
    }
    return true;
  }
}
