package io.llmgateway.routing.prompt;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * FNV-1a over the texts of a document, without writing it out. Good for spreading, not for secrets.
 */
final class ConversationHash {
  private static final long PRIME = 0x100000001b3L;
  private static final int LONGEST = 16_384;

  private long hash = 0xcbf29ce484222325L;
  private int room = LONGEST;

  void add(CharSequence text) {
    int length = Math.min(room, text.length());
    for (int i = 0; i < length; i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    room -= length;
    hash = (hash ^ 0xFFFF) * PRIME;
  }

  void add(JsonValue value) {
    if (value instanceof JsonString text) {
      add(text.getString());
    } else if (value instanceof JsonArray items) {
      items.forEach(this::add);
    } else if (value instanceof JsonObject object) {
      object.forEach(
          (name, member) -> {
            add(name);
            add(member);
          });
    } else if (value != null) {
      add(value.toString());
    }
  }

  long value() {
    return hash;
  }
}
