package io.llmgateway.model.json;

import io.llmgateway.model.schema.SchemaValidator;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;

/**
 * What a client asks for in {@code response_format}
 * (https://platform.openai.com/docs/guides/structured-outputs).
 *
 * @param schema what the document has to be, or null when any object will do
 */
record JsonWish(JsonValue schema) {
  private static final String FIELD = "response_format";
  private static final String WORD = "json";

  /**
   * @return null when the client does not ask for JSON
   */
  static JsonWish of(JsonObject body) {
    if (!(body.get(FIELD) instanceof JsonObject format)) {
      return null;
    }
    return switch (Json.text(format.get("type"))) {
      case "json_object" -> new JsonWish(null);
      case "json_schema" -> new JsonWish(schema(format));
      default -> null;
    };
  }

  private static JsonValue schema(JsonObject format) {
    JsonValue named =
        format.get("json_schema") instanceof JsonObject wrapped
            ? wrapped.get("schema")
            : format.get("schema");
    return named instanceof JsonObject ? named : JsonValue.EMPTY_JSON_OBJECT;
  }

  boolean anyType() {
    return schema instanceof JsonObject object
        && object.containsKey("type")
        && !Json.text(object.get("type")).equals("object");
  }

  JsonFinder finder() {
    return new JsonFinder(schema == null ? null : new SchemaValidator(schema), anyType());
  }

  private String instruction() {
    String document = anyType() ? "JSON document" : "JSON object";
    String end =
        " Write nothing else: no explanation, no Markdown, no code fence before or after it.";
    return schema == null
        ? "Answer with one " + document + "." + end
        : "Answer with one "
            + document
            + " that is valid by this JSON schema:\n"
            + schema
            + "\n"
            + end.trim();
  }

  /**
   * @param objects whether the model takes {@code json_object}
   * @return the request with the wish in words
   */
  JsonObject asked(JsonObject body, boolean objects) {
    JsonObjectBuilder out = Json.PROVIDER.createObjectBuilder(body);
    if (objects && !anyType()) {
      out.add(FIELD, Json.PROVIDER.createObjectBuilder().add("type", "json_object"));
    } else {
      out.remove(FIELD);
    }
    return out.add("messages", instructed(body, instruction())).build();
  }

  /**
   * Some models take {@code json_object} only when the conversation speaks of JSON (OpenAI, Qwen).
   *
   * @return the same body when it does
   */
  static JsonObject speakingOfJson(JsonObject body) {
    JsonValue messages = body.get("messages");
    if (messages == null || messages.toString().toLowerCase(Locale.ROOT).contains(WORD)) {
      return body;
    }
    return Json.PROVIDER
        .createObjectBuilder(body)
        .add("messages", instructed(body, "Answer with one JSON object."))
        .build();
  }

  /** The request once more, with the answer and what is wrong with it. */
  static JsonObject corrected(JsonObject body, String answer, String problem) {
    JsonArrayBuilder messages = Json.PROVIDER.createArrayBuilder(messages(body));
    if (!answer.isBlank()) {
      messages.add(message("assistant", answer));
    }
    String correction =
        "That answer can not be used: "
            + problem
            + ". Answer again with the whole corrected JSON document and nothing else.";
    messages.add(message("user", correction));
    return Json.PROVIDER.createObjectBuilder(body).add("messages", messages).build();
  }

  private static JsonArray messages(JsonObject body) {
    return body.get("messages") instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
  }

  private static JsonObjectBuilder message(String role, String text) {
    return Json.PROVIDER.createObjectBuilder().add("role", role).add("content", text);
  }

  /** The instruction goes to the end of the first system message, which is made when missing. */
  private static JsonArrayBuilder instructed(JsonObject body, String instruction) {
    JsonArray messages = messages(body);
    JsonArrayBuilder out = Json.PROVIDER.createArrayBuilder();
    boolean system = !messages.isEmpty() && isSystem(messages.get(0));
    if (!system) {
      out.add(message("system", instruction));
    }
    for (int i = 0; i < messages.size(); i++) {
      if (i == 0 && system) {
        out.add(extended(messages.getJsonObject(0), instruction));
      } else {
        out.add(messages.get(i));
      }
    }
    return out;
  }

  private static boolean isSystem(JsonValue message) {
    String role = message instanceof JsonObject object ? Json.text(object.get("role")) : "";
    return role.equals("system") || role.equals("developer");
  }

  private static JsonObjectBuilder extended(JsonObject message, String instruction) {
    JsonObjectBuilder out = Json.PROVIDER.createObjectBuilder(message);
    JsonValue content = message.get("content");
    if (content instanceof JsonArray parts) {
      JsonObjectBuilder part =
          Json.PROVIDER.createObjectBuilder().add("type", "text").add("text", instruction);
      return out.add("content", Json.PROVIDER.createArrayBuilder(parts).add(part));
    }
    String text = content instanceof JsonString said ? said.getString() + "\n\n" : "";
    return out.add("content", text + instruction);
  }
}
