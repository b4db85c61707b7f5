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

/** The JSON object that says what shall hold for a model. */
final class ModelBody {
  private static final int MOST_BYTES = 1 << 16;

  private ModelBody() {}

  /**
   * @return by the names of the configuration; null for what is to be taken away
   * @throws ChatException.Final naming the field that can not be read
   */
  static Map<String, String> read(HttpServletRequest http) {
    return read(RequestBody.of(http, MOST_BYTES).read());
  }

  static Map<String, String> read(JsonObject body) {
    Map<String, String> facts = new TreeMap<>();
    for (String member : body.keySet()) {
      if (member.indexOf('-') >= 0) {
        throw ChangeBody.invalid(member, "there is no such fact of a model");
      }
      facts.put(member.replace('_', '-'), value(Field.of(body, member)));
    }
    return facts;
  }

  private static String value(Field field) {
    JsonValue value = field.value();
    return switch (value.getValueType()) {
      case NULL -> null;
      case STRING -> field.text();
      case ARRAY -> words(field);
      case NUMBER -> value.toString();
      default -> throw field.wrongType("a text, a number or an array of texts");
    };
  }

  private static String words(Field field) {
    List<String> words = field.items().stream().map(Field::nonEmptyText).toList();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).indexOf(',') >= 0) {
        throw field.items().get(i).wrongType("a text without commas");
      }
    }
    return String.join(",", words);
  }
}
