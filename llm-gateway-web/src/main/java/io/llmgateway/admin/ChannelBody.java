package io.llmgateway.admin;

import io.llmgateway.api.exchange.RequestBody;
import io.llmgateway.api.json.Field;
import io.llmgateway.chat.ChatException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a request says of a channel: the settings of the configuration with underscores in place of
 * hyphens, in objects or with dots: {@code "timeout":{"first_token":"PT5S"}} is {@code
 * timeout.first-token}.
 */
final class ChannelBody {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int DEEPEST = 3;

  private ChannelBody() {}

  /**
   * @param name null unless the request said one
   * @param enabled null unless the request said a state
   * @param settings by the names of the configuration; null takes one away
   */
  record Said(String name, Boolean enabled, Map<String, String> settings) {}

  /**
   * @throws ChatException.Final naming the field that can not be read
   */
  static Said read(HttpServletRequest http) {
    return read(RequestBody.of(http, MOST_BYTES).read());
  }

  static Said read(JsonObject body) {
    Map<String, String> settings = new TreeMap<>();
    String name = null;
    Boolean enabled = null;
    for (String member : body.keySet()) {
      Field field = Field.of(body, member);
      switch (member) {
        case "name" -> name = field.text();
        case "state" -> enabled = field.oneOf(List.of("enabled", "disabled")).equals("enabled");
        case "models" -> settings.put("models", models(field));
        case "api_key", "api_keys" -> settings.put("api-key", field.present() ? list(field) : null);
        case "settings" -> flatten("", field, settings, 0);
        default -> flatten(setting(member), field, settings, 0);
      }
    }
    return new Said(name, enabled, settings);
  }

  private static String setting(String member) {
    return member.replace('_', '-');
  }

  private static void flatten(String prefix, Field field, Map<String, String> into, int depth) {
    if (field.isObject() && depth < DEEPEST) {
      String before = prefix.isEmpty() ? "" : prefix + ".";
      for (String member : field.object().keySet()) {
        flatten(before + setting(member), field.at(member), into, depth + 1);
      }
    } else {
      into.put(prefix, value(field));
    }
  }

  private static String value(Field field) {
    JsonValue value = field.value();
    return switch (value.getValueType()) {
      case NULL -> null;
      case STRING -> field.text();
      case ARRAY -> list(field);
      case OBJECT -> throw field.wrongType("a value");
      default -> value.toString();
    };
  }

  /** Values in a row, or one text in the notation of the configuration. */
  private static String list(Field field) {
    return field.isArray()
        ? field.items().stream().map(Field::nonEmptyText).collect(Collectors.joining(","))
        : field.text();
  }

  /** As values in a row, as text, or as an object of {@code "public": "upstream"}. */
  private static String models(Field field) {
    if (!field.present()) {
      return null;
    }
    return field.isObject()
        ? field.object().keySet().stream()
            .map(model -> model + "=" + field.at(model).nonEmptyText())
            .collect(Collectors.joining(","))
        : list(field);
  }
}
