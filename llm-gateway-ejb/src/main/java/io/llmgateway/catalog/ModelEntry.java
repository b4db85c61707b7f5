package io.llmgateway.catalog;

import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The rules of one model in a catalogue file.
 *
 * <pre>
 * id              required: the provider's own name of the model
 * aliases         further public names
 * type            required: chat, embedding or rerank (which the gateway knows of and does not do)
 * contextWindow   tokens; absent when unknown
 * maxOutputTokens tokens; absent when unknown
 * capabilities    what it has, of {@link #CAPABILITIES}
 * lacks           what it is known not to have, of the same; all else is unknown
 * toolCalling     prompt for a model that has no tools and follows definitions in the prompt; for
 *                 all others it follows from the capability tools
 * input, output   kinds of content, of {@link TraitsEntry#MODALITIES}; absent when they follow from
 *                 type and vision
 * maxTools        in one request; absent when unknown
 * schemaDepth     levels; absent when unknown
 * price           absent when unknown; see {@link PriceEntry}
 * filing          absent when nothing is known, else source, and reference (the number) if there is
 *                 one; without a number only the vendor's brand is filed
 * retirement      absent when it is to stay, else source, and date and replacement (a model of this
 *                 provider that stays) if they are known
 * base            true for the id of a base model that nobody answers to
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
          "reasoning",
          "schema_unions");
  static final Set<String> TYPES = Set.of("chat", "embedding", "rerank");

  private static final Set<String> FIELDS = fields();
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
      throw fields.wrong("type", "not one of " + new TreeSet<>(TYPES) + ": " + type);
    }
    for (String capability : fields.texts("capabilities")) {
      if (!CAPABILITIES.contains(capability)) {
        throw fields.wrong(
            "capabilities",
            "unknown: " + capability + "; known are " + new TreeSet<>(CAPABILITIES));
      }
    }
    for (String alias : fields.texts("aliases")) {
      if (!NAME.matcher(alias).matches()) {
        throw fields.wrong("aliases", "not a model name: " + alias);
      }
    }
    long window = fields.wholeNumber("contextWindow", MOST_TOKENS);
    long output = fields.wholeNumber("maxOutputTokens", MOST_TOKENS);
    if (window > 0 && output > window) {
      throw fields.wrong("maxOutputTokens", "more than the context holds: " + output);
    }
    Set<String> capabilities = Set.copyOf(new HashSet<>(fields.texts("capabilities")));
    return new ModelCard(
        fields.matching("id", NAME),
        fields.texts("aliases"),
        type,
        window,
        output,
        capabilities,
        json.containsKey("price")
            ? new PriceEntry(place + ".price").read(fields.object("price"))
            : null,
        new TraitsEntry(place, json, fields).read(type, capabilities));
  }

  private static Set<String> fields() {
    Set<String> names =
        new HashSet<>(
            Set.of(
                "id",
                "aliases",
                "type",
                "contextWindow",
                "maxOutputTokens",
                "capabilities",
                "price",
                "notes"));
    names.addAll(TraitsEntry.FIELDS);
    return Set.copyOf(names);
  }
}
