package io.llmgateway.catalog;

import jakarta.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of what a catalogue file may say of a model beyond sizes, price and capabilities; see
 * {@link ModelEntry}.
 */
final class TraitsEntry {
  static final Set<String> FIELDS =
      Set.of(
          "lacks",
          "toolCalling",
          "input",
          "output",
          "maxTools",
          "schemaDepth",
          "filing",
          "retirement",
          "base");
  static final Set<String> MODALITIES =
      Set.of("text", "image", "audio", "video", "file", "vector", "score");

  private static final long MOST_TOOLS = 100_000;
  private static final long MOST_LEVELS = 1000;

  private final String place;
  private final JsonObject json;
  private final Fields fields;

  /**
   * @param fields of the model
   */
  TraitsEntry(String place, JsonObject json, Fields fields) {
    this.place = place;
    this.json = json;
    this.fields = fields;
  }

  ModelTraits read(String type, Set<String> capabilities) {
    Set<String> lacks = lacks(capabilities);
    return new ModelTraits(
        lacks,
        toolCalling(capabilities, lacks),
        modalities("input", inputOf(type, capabilities, lacks)),
        modalities("output", outputOf(type)),
        Math.toIntExact(fields.wholeNumber("maxTools", MOST_TOOLS)),
        Math.toIntExact(fields.wholeNumber("schemaDepth", MOST_LEVELS)),
        json.containsKey("filing") ? filing() : Filing.UNKNOWN,
        json.containsKey("retirement") ? retirement() : null,
        json.containsKey("base") && fields.flag("base"));
  }

  private Set<String> lacks(Set<String> capabilities) {
    List<String> lacks = fields.texts("lacks");
    for (String capability : lacks) {
      if (!ModelEntry.CAPABILITIES.contains(capability)) {
        throw fields.wrong(
            "lacks",
            "unknown: " + capability + "; known are " + new TreeSet<>(ModelEntry.CAPABILITIES));
      }
      if (capabilities.contains(capability)) {
        throw fields.wrong("lacks", "it has " + capability + ", too");
      }
    }
    return Set.copyOf(new LinkedHashSet<>(lacks));
  }

  private ToolCalling toolCalling(Set<String> capabilities, Set<String> lacks) {
    boolean has = capabilities.contains("tools");
    String word = fields.optionalText("toolCalling");
    if (word == null) {
      return has
          ? ToolCalling.NATIVE
          : lacks.contains("tools") ? ToolCalling.NONE : ToolCalling.UNKNOWN;
    }
    ToolCalling stated =
        ToolCalling.of(word)
            .orElseThrow(() -> fields.wrong("toolCalling", "neither native, prompt nor none"));
    if (has != (stated == ToolCalling.NATIVE)) {
      throw fields.wrong("toolCalling", "native belongs to the capability tools, and only to it");
    }
    return stated;
  }

  private Set<String> modalities(String name, Set<String> otherwise) {
    if (!json.containsKey(name)) {
      return otherwise;
    }
    for (String modality : fields.texts(name)) {
      if (!MODALITIES.contains(modality)) {
        throw fields.wrong(
            name, "unknown: " + modality + "; known are " + new TreeSet<>(MODALITIES));
      }
    }
    return Set.copyOf(new LinkedHashSet<>(fields.texts(name)));
  }

  private static Set<String> inputOf(String type, Set<String> capabilities, Set<String> lacks) {
    if (capabilities.contains("vision")) {
      return Set.of("text", "image");
    }
    return lacks.contains("vision") || !type.equals("chat") ? Set.of("text") : Set.of();
  }

  private static Set<String> outputOf(String type) {
    return switch (type) {
      case "embedding" -> Set.of("vector");
      case "rerank" -> Set.of("score");
      default -> Set.of("text");
    };
  }

  private Filing filing() {
    Fields filing =
        new Fields(place + ".filing", fields.object("filing"), Set.of("reference", "source"));
    return new Filing(filing.optionalText("reference"), filing.text("source"));
  }

  private Retirement retirement() {
    Fields retirement =
        new Fields(
            place + ".retirement",
            fields.object("retirement"),
            Set.of("date", "replacement", "source"));
    String date = retirement.optionalText("date");
    try {
      return new Retirement(
          date == null ? null : LocalDate.parse(date),
          retirement.optionalText("replacement"),
          retirement.text("source"));
    } catch (DateTimeException e) {
      throw retirement.wrong("date", "not a day such as 2026-07-24: " + date);
    }
  }
}
