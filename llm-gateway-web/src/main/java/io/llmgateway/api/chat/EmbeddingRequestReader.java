package io.llmgateway.api.chat;

import io.llmgateway.api.json.Field;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingRequest;
import jakarta.json.JsonObject;
import java.util.List;

/**
 * Checks an embeddings request.
 *
 * <p>Source: <a href="https://platform.openai.com/docs/api-reference/embeddings/create">Create
 * embeddings</a>.
 */
public final class EmbeddingRequestReader {
  private static final int MOST_INPUTS = 2048;
  private static final int MOST_DIMENSIONS = 65_536;
  private static final List<String> FORMATS = List.of("float", "base64");

  private EmbeddingRequestReader() {}

  /**
   * @throws ChatException.Final naming the field at fault
   */
  public static EmbeddingRequest read(JsonObject body) {
    String model = Field.of(body, "model").required().nonEmptyText();
    Field input = Field.of(body, "input").required();
    checkInput(input);
    wantsBase64(body);
    Field dimensions = Field.of(body, "dimensions");
    if (dimensions.present()) {
      dimensions.whole(1, MOST_DIMENSIONS);
    }
    Field user = Field.of(body, "user");
    if (user.present()) {
      user.text();
    }
    return new EmbeddingRequest(model, body, PromptBound.ofInput(input.value()));
  }

  /**
   * @return whether the client wants vectors as base64 of little-endian 32-bit floats
   */
  public static boolean wantsBase64(JsonObject body) {
    Field format = Field.of(body, "encoding_format");
    return format.present() && format.oneOf(FORMATS).equals("base64");
  }

  private static void checkInput(Field input) {
    if (input.isText()) {
      input.nonEmptyText();
      return;
    }
    if (!input.isArray()) {
      throw input.wrongType("a string or an array");
    }
    List<Field> items = input.items();
    if (items.isEmpty()) {
      throw input.invalid("Invalid 'input': empty array.");
    }
    if (items.get(0).isNumber()) {
      items.forEach(EmbeddingRequestReader::checkToken);
      return;
    }
    if (items.size() > MOST_INPUTS) {
      throw input.invalid(
          "Invalid 'input': array too long. Expected an array with maximum length %d, but got %d."
              .formatted(MOST_INPUTS, items.size()));
    }
    boolean tokens = items.get(0).isArray();
    for (Field item : items) {
      if (tokens) {
        checkTokens(item);
      } else {
        item.nonEmptyText();
      }
    }
  }

  private static void checkTokens(Field tokens) {
    List<Field> items = tokens.items();
    if (items.isEmpty()) {
      throw tokens.invalid("Invalid '%s': empty array.".formatted(tokens.path()));
    }
    items.forEach(EmbeddingRequestReader::checkToken);
  }

  private static void checkToken(Field token) {
    token.whole(0, Integer.MAX_VALUE);
  }
}
