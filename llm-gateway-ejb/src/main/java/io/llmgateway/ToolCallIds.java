package io.llmgateway;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Ids of tool calls that another provider has made, as every provider takes them. The same id
 * always becomes the same, so that a call and its result stay together. Stricter rules are the
 * business of a provider's wire.
 */
final class ToolCallIds {
  private static final Pattern USUAL = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  private static final int LENGTH = 9;
  private static final JsonProvider JSON = JsonProvider.provider();

  private ToolCallIds() {}

  /**
   * @param adjusted learns of it when there was something to rewrite
   * @return the same body when there was not
   */
  static JsonObject fitting(JsonObject body, List<String> adjusted) {
    if (!(body.get("messages") instanceof JsonArray messages)) {
      return body;
    }
    JsonArrayBuilder rewritten = JSON.createArrayBuilder();
    boolean any = false;
    for (JsonValue message : messages) {
      JsonValue fitting = message instanceof JsonObject object ? message(object) : message;
      any |= fitting != message;
      rewritten.add(fitting);
    }
    if (!any) {
      return body;
    }
    adjusted.add("tool_call_id");
    return JSON.createObjectBuilder(body).add("messages", rewritten).build();
  }

  private static JsonObject message(JsonObject message) {
    JsonObject fitting = id(message, "tool_call_id");
    if (!(message.get("tool_calls") instanceof JsonArray calls)) {
      return fitting;
    }
    JsonArrayBuilder rewritten = JSON.createArrayBuilder();
    boolean any = false;
    for (JsonValue call : calls) {
      JsonValue fit = call instanceof JsonObject object ? id(object, "id") : call;
      any |= fit != call;
      rewritten.add(fit);
    }
    return any ? JSON.createObjectBuilder(fitting).add("tool_calls", rewritten).build() : fitting;
  }

  /** The fields stay in their order. */
  private static JsonObject id(JsonObject object, String name) {
    if (!(object.get(name) instanceof JsonString id) || USUAL.matcher(id.getString()).matches()) {
      return object;
    }
    JsonObjectBuilder out = JSON.createObjectBuilder();
    for (Map.Entry<String, JsonValue> field : object.entrySet()) {
      if (field.getKey().equals(name)) {
        out.add(name, rewritten(id.getString()));
      } else {
        out.add(field.getKey(), field.getValue());
      }
    }
    return out.build();
  }

  static String rewritten(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
