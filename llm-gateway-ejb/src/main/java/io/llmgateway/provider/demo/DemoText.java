package io.llmgateway.provider.demo;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the texts of a conversation, and cuts text into the pieces that count as its tokens. */
final class DemoText {
  private static final Pattern WORD =
      Pattern.compile("\\s*(?:[\\p{IsHan}]|[^\\s\\p{IsHan}]+)|\\s+$");

  private DemoText() {}

  /**
   * @return the pieces, which joined give the text again
   */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  static String of(JsonObject message) {
    JsonValue content = message.get("content");
    if (content instanceof JsonString text) {
      return text.getString();
    }
    if (content instanceof JsonArray parts) {
      return parts.stream()
          .filter(JsonObject.class::isInstance)
          .map(part -> part.asJsonObject().getString("text", ""))
          .collect(Collectors.joining(" "))
          .trim();
    }
    return "";
  }

  /**
   * @return the last message, or an empty object
   */
  static JsonObject last(JsonArray messages) {
    return messages.isEmpty()
        ? JsonValue.EMPTY_JSON_OBJECT
        : messages.getJsonObject(messages.size() - 1);
  }
}
