package io.llmgateway.model;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much each tool has to do with a text: the words that both share, rare ones counting more,
 * those of the tool's name most. Chinese, Japanese and Korean are compared by pairs of characters.
 */
final class ToolRelevance {
  private static final Pattern WORD =
      Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]+|[\\p{L}\\p{N}]+");
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final int NAME_WEIGHT = 3;
  private static final int LONGEST_TEXT = 20_000;

  private final List<Set<String>> names = new ArrayList<>();
  private final List<Set<String>> descriptions = new ArrayList<>();
  private final Map<String, Integer> tools = new HashMap<>();
  private final Set<String> asked;

  ToolRelevance(JsonArray definitions, String text) {
    for (JsonValue value : definitions) {
      OfferedTools.Tool tool =
          value instanceof JsonObject definition ? OfferedTools.tool(definition) : null;
      Set<String> name = tool == null ? Set.of() : words(tool.name());
      Set<String> about = tool == null ? Set.of() : words(tool.told().toString());
      names.add(name);
      descriptions.add(about);
      about.forEach(word -> tools.merge(word, 1, Integer::sum));
    }
    asked = words(text);
  }

  /**
   * @param index of the tool
   * @return at least 0; more means closer
   */
  double of(int index) {
    double score = 0;
    for (String word : asked) {
      if (descriptions.get(index).contains(word)) {
        double rare = Math.log(1 + (double) descriptions.size() / tools.get(word));
        score += names.get(index).contains(word) ? NAME_WEIGHT * rare : rare;
      }
    }
    return score;
  }

  private static Set<String> words(String text) {
    String part =
        text.length() > LONGEST_TEXT ? text.substring(text.length() - LONGEST_TEXT) : text;
    Matcher matcher = WORD.matcher(CAMEL.matcher(part).replaceAll(" ").replace('_', ' '));
    Set<String> words = new HashSet<>();
    while (matcher.find()) {
      String word = matcher.group().toLowerCase(Locale.ROOT);
      if (Character.isIdeographic(word.codePointAt(0)) && word.length() > 1) {
        for (int i = 0; i + 2 <= word.length(); i++) {
          words.add(word.substring(i, i + 2));
        }
      } else {
        words.add(stem(word));
      }
    }
    return words;
  }

  /** Enough for "files" to find "file". */
  private static String stem(String word) {
    return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }
}
