package io.llmgateway.provider.wire;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * One message of the conversation, read from OpenAI's form.
 *
 * @param role system (also for developer), user, assistant or tool
 * @param parts texts and images, in their order; empty when the message has no content
 * @param calls an assistant's tool calls, never null
 * @param toolCallId of a tool's result, or null
 * @param name of a tool's result (the tool's name, found by its call), or null
 * @param raw the message as it came
 */
public record Turn(
    String role,
    List<Part> parts,
    List<ToolCall> calls,
    String toolCallId,
    String name,
    JsonObject raw) {

  /**
   * A text or an image.
   *
   * @param text the text, or null for an image
   * @param image the image, or null for a text
   * @param raw the part as it came, for fields of one provider; null for a plain text
   */
  public record Part(String text, Image image, JsonObject raw) {}

  /**
   * An image: inline, or by its address.
   *
   * @param mediaType of an inline image
   * @param data in base64, or null
   * @param url or null
   */
  public record Image(String mediaType, String data, String url) {}

  /**
   * A tool call that the model made.
   *
   * @param arguments JSON text as the model wrote it, maybe empty
   */
  public record ToolCall(String id, String name, String arguments) {}

  /**
   * @return the texts, joined
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part.text() != null) {
        text.append(part.text());
      }
    }
    return text.toString();
  }
}
