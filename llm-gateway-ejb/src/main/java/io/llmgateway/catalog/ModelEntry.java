package io.llmgateway.catalog;

import jakarta.json.JsonObject;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of one model in a catalogue file.
 *
 * <pre>
 * id              required: the provider's own name of the model
 * aliases         further public names
 * type            required: chat or embedding
 * contextWindow   tokens; absent when unknown
 * maxOutputTokens tokens; absent when unknown
 * capabilities    of {@link #CAPABILITIES}
 * price           absent when unknown; see {@link PriceEntry}
 * notes           for people: doubts, and tiers that are not known well enough
 * </pre>
 */
final class ModelEntry {
  static final Set<String> CAPABILITIES =
      Set.of(
          "tools",
          "parallel_tools",
          "streaming_tool_calls",
          "json_mode",
          "json_schema",
          "vision",
          "reasoning");
  static final Set<String> TYPES = Set.of("chat", "embedding");

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "aliases",
          "type",
          "contextWindow",
          "maxOutputTokens",
          "capabilities",
          "price",
          "notes");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*");
  private static final long MOST_TOKENS = 100_000_000;

  private final String place;

  ModelEntry(String place) {
    this.place = place;
  }

  ModelCard read(JsonObject json) {
    Fields fields = new Fields(place, json, FIELDS);
    String type = fields.text("type");
    if (!TYPES.contains(type)) {
      throw fields.wrong("type", "not one of " + TYPES + ": " + type);
    }
    for (String capability : fields.texts("capabilities")) {
      if (!CAPABILITIES.contains(capability)) {
        throw fields.wrong("capabilities", "unknown: " + capability);
      }
    }
    for (String alias : fields.texts("aliases")) {
      if (!NAME.matcher(alias).matches()) {
        throw fields.wrong("aliases", "not a model name: " + alias);
      }
    }
    return new ModelCard(
        fields.matching("id", NAME),
        fields.texts("aliases"),
        type,
        fields.wholeNumber("contextWindow", MOST_TOKENS),
        fields.wholeNumber("maxOutputTokens", MOST_TOKENS),
        Set.copyOf(fields.texts("capabilities")),
        json.containsKey("price")
            ? new PriceEntry(place + ".price").read(fields.object("price"))
            : null);
  }
}
