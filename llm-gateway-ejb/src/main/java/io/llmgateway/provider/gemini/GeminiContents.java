package io.llmgateway.provider.gemini;

import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Conversation;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.regex.Pattern;

/** The turns: user and model, functions called and answered by name. */
final class GeminiContents {
  /**
   * Stands in for a signature that another model could not give
   * (https://ai.google.dev/gemini-api/docs/thought-signatures).
   */
  private static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private static final Pattern OUR_ID = Pattern.compile("call_[0-9a-f]{32}");

  private final ReplayMemory memory;
  private final boolean callIds;
  private final boolean signed;
  private final JsonArrayBuilder contents = JsonText.json().createArrayBuilder();
  private String role;
  private JsonArrayBuilder parts = JsonText.json().createArrayBuilder();
  private boolean any;

  /**
   * @param callIds whether calls have ids
   * @param signed whether calls without the signature of their thought are refused
   */
  GeminiContents(ReplayMemory memory, boolean callIds, boolean signed) {
    this.memory = memory;
    this.callIds = callIds;
    this.signed = signed;
  }

  JsonArray of(List<Turn> turns) {
    for (Turn turn : turns) {
      if (turn.role().equals("system")) {
        continue;
      }
      become(turn.role().equals("assistant") ? "model" : "user");
      if (turn.role().equals("tool")) {
        add(response(turn));
      } else {
        turn.parts().forEach(part -> add(part(part)));
        for (int i = 0; i < turn.calls().size(); i++) {
          add(call(turn.calls().get(i), turn, i == 0));
        }
      }
    }
    become(null);
    return contents.build();
  }

  private void add(JsonObject part) {
    if (part != null) {
      parts.add(part);
      any = true;
    }
  }

  private void become(String next) {
    if (role != null && !role.equals(next) && any) {
      contents.add(JsonText.json().createObjectBuilder().add("role", role).add("parts", parts));
      parts = JsonText.json().createArrayBuilder();
      any = false;
    }
    role = next;
  }

  private static JsonObject part(Turn.Part part) {
    JsonObjectBuilder out = JsonText.json().createObjectBuilder();
    if (part.text() != null) {
      return part.text().isEmpty() ? null : out.add("text", part.text()).build();
    }
    Turn.Image image = part.image();
    return image.data() == null
        ? out.add("fileData", JsonText.json().createObjectBuilder().add("fileUri", image.url()))
            .build()
        : out.add(
                "inlineData",
                JsonText.json()
                    .createObjectBuilder()
                    .add("mimeType", image.mediaType())
                    .add("data", image.data()))
            .build();
  }

  private JsonObject call(Turn.ToolCall call, Turn turn, boolean first) {
    JsonObjectBuilder function =
        JsonText.json()
            .createObjectBuilder()
            .add("name", call.name())
            .add("args", Conversation.arguments(call));
    id(call.id(), function);
    JsonObjectBuilder part = JsonText.json().createObjectBuilder().add("functionCall", function);
    String signature = signature(call, turn);
    if (signature == null && first && signed) {
      signature = NO_SIGNATURE; // of parallel calls the first one is signed
    }
    if (signature != null) {
      part.add("thoughtSignature", signature);
    }
    return part.build();
  }

  /** As the client sent it back, or as it is remembered. */
  private String signature(Turn.ToolCall call, Turn turn) {
    if (turn.raw().get("reasoning_details") instanceof JsonArray details) {
      for (JsonValue detail : details) {
        if (detail instanceof JsonObject object && call.id().equals(JsonText.text(object, "id"))) {
          return JsonText.text(object, "data");
        }
      }
    }
    return memory.recall(call.id()) instanceof JsonString kept ? kept.getString() : null;
  }

  /** Ids that the gateway made are none of the service's. */
  private void id(String id, JsonObjectBuilder out) {
    if (callIds && id != null && !id.isEmpty() && !OUR_ID.matcher(id).matches()) {
      out.add("id", id);
    }
  }

  private JsonObject response(Turn turn) {
    JsonValue result = JsonText.parse(turn.text());
    JsonObject response =
        result instanceof JsonObject object
            ? object
            : JsonText.json().createObjectBuilder().add("result", turn.text()).build();
    JsonObjectBuilder function =
        JsonText.json()
            .createObjectBuilder()
            .add("name", turn.name() == null ? "" : turn.name())
            .add("response", response);
    id(turn.toolCallId(), function);
    return JsonText.json().createObjectBuilder().add("functionResponse", function).build();
  }
}
