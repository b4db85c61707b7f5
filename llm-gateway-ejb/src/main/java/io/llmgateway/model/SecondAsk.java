package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Asks a model again, with its answer so far and what was wrong with it. */
record SecondAsk(LanguageModel model, ChatRequest request, Cancellation cancellation) {
  private static final String NOTHING_SAID = "(I tried to call a tool.)";

  /**
   * @param said the text of the first answer, maybe empty
   * @param complaint what was wrong
   */
  ChatStream ask(String said, String complaint) {
    JsonObject body = request.body();
    JsonArray messages =
        body.get("messages") instanceof JsonArray given ? given : JsonValue.EMPTY_JSON_ARRAY;
    JsonObject again =
        JSON.createObjectBuilder(body)
            .add(
                "messages",
                JSON.createArrayBuilder(messages)
                    .add(message("assistant", said.isBlank() ? NOTHING_SAID : said))
                    .add(message("user", complaint)))
            .build();
    return model.chat(request.withBody(again), cancellation);
  }

  private static JsonObject message(String role, String text) {
    return JSON.createObjectBuilder().add("role", role).add("content", text).build();
  }
}
