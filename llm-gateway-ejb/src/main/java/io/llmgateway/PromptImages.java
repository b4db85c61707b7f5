package io.llmgateway;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;

/** Counts the images of a prompt, for models that ask a price for each. */
final class PromptImages {
  private static final Set<String> TYPES = Set.of("image_url", "input_image");

  private PromptImages() {}

  /**
   * @param request a chat request, or an embeddings request
   */
  static long in(JsonObject request) {
    long count = parts(request.get("input"));
    if (request.get("messages") instanceof JsonArray messages) {
      for (JsonValue message : messages) {
        count += message instanceof JsonObject object ? parts(object.get("content")) : 0;
      }
    }
    return count;
  }

  private static long parts(JsonValue content) {
    long count = 0;
    if (content instanceof JsonArray parts) {
      for (JsonValue part : parts) {
        if (part instanceof JsonObject object
            && object.get("type") instanceof JsonString type
            && TYPES.contains(type.getString())) {
          count++;
        }
      }
    }
    return count;
  }
}
