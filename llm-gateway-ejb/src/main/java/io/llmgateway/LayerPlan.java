package io.llmgateway;

import io.llmgateway.catalog.LayerOptions;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.model.SchemaSkill;
import io.llmgateway.model.ToolDialect;
import io.llmgateway.model.json.JsonModel;
import io.llmgateway.model.reasoning.ReasoningHistory;
import io.llmgateway.model.reasoning.ThinkingSwitch;
import io.llmgateway.routing.Candidate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What the gateway makes up for at one model of one provider, worked out from what is known of
 * both. Of a model of which nothing is known nothing is missing.
 *
 * @param dialect in which tools are told of in the prompt, or null when the model has its own
 * @param serial whether it makes one tool call at a time
 * @param maxTools in one request, or 0 for any number
 * @param schemas which schemas it can follow
 * @param json what it does of JSON by itself; null for all
 * @param jsonThinks whether it does so also while it thinks
 * @param thinks whether it can
 * @param thinksUnasked whether it does so although nobody speaks of it
 * @param thinking how it is told to think, or null when that is not known
 * @param history what becomes of earlier reasoning, or null when it goes as it comes
 */
record LayerPlan(
    ToolDialect dialect,
    boolean serial,
    int maxTools,
    SchemaSkill schemas,
    Arguments arguments,
    boolean askAgain,
    JsonModel.Ability json,
    boolean jsonThinks,
    boolean thinks,
    boolean thinksUnasked,
    ThinkingSwitch thinking,
    ReasoningHistory history,
    Tags tags,
    boolean inlineImages,
    Streams streams,
    boolean ownTokenizer) {

  /** What becomes of the arguments of tool calls. */
  enum Arguments {
    AS_IS,
    REPAIRED,
    CHECKED
  }

  /** Where reasoning stands. */
  enum Tags {
    NONE,
    IN_TEXT,
    BEGUN
  }

  /** Whether the model is asked for streams. */
  enum Streams {
    AS_ASKED,
    WHOLE,
    STREAMED,
    STREAMED_WHEN_THINKING
  }

  private static final Map<String, ToolDialect> DIALECTS =
      Map.of(
          "hermes", ToolDialect.HERMES,
          "qwen", ToolDialect.QWEN,
          "xml", ToolDialect.XML,
          "json", ToolDialect.JSON_OBJECT);
  private static final Map<String, Arguments> ARGUMENTS =
      Map.of(
          "as-is", Arguments.AS_IS,
          "repaired", Arguments.REPAIRED,
          "checked", Arguments.CHECKED);
  private static final Map<String, ThinkingSwitch.Style> STYLES =
      Map.of(
          "effort", ThinkingSwitch.Style.EFFORT,
          "type", ThinkingSwitch.Style.TYPE,
          "enabled", ThinkingSwitch.Style.ENABLED,
          "flag", ThinkingSwitch.Style.FLAG,
          "template", ThinkingSwitch.Style.TEMPLATE,
          "fixed", ThinkingSwitch.Style.FIXED);
  private static final ThinkingSwitch NEVER =
      new ThinkingSwitch(ThinkingSwitch.Style.FIXED, List.of(), 0, 0);

  /**
   * @param takes whether a provider's wire has words for a field of the request
   * @throws IllegalArgumentException naming the option that can not be read
   */
  static LayerPlan of(Candidate candidate, BiPredicate<ProviderCard, String> takes) {
    return new Reader(candidate, takes).read();
  }

  boolean promptsTools() {
    return dialect != null;
  }

  /** The options and facts of one candidate. */
  private static final class Reader {
    private final Map<String, String> options;
    private final Candidate candidate;
    private final BiPredicate<ProviderCard, String> takes;
    private final ModelCard card;
    private final ModelTraits traits;

    Reader(Candidate candidate, BiPredicate<ProviderCard, String> takes) {
      this.takes = takes;
      this.candidate = candidate;
      this.options = candidate.provider().wireOptions(candidate.upstreamModel());
      this.card = candidate.card();
      this.traits = card == null ? ModelTraits.UNKNOWN : card.traits();
    }

    LayerPlan read() {
      ToolDialect told = one(LayerOptions.TOOL_DIALECT, DIALECTS, ToolDialect.JSON_OBJECT);
      ToolDialect dialect = promptsTools() ? told : null;
      String json = one(LayerOptions.JSON_MODE, JSON_MODES, "");
      return new LayerPlan(
          dialect,
          traits.lacks().contains("parallel_tools"),
          traits.maxTools(),
          schemas(),
          one(
              LayerOptions.TOOL_ARGUMENTS,
              ARGUMENTS,
              dialect == null ? Arguments.REPAIRED : Arguments.CHECKED),
          one(LayerOptions.ASK_AGAIN, Map.of("never", false), true),
          json(!json.isEmpty()),
          !json.equals("by-name-not-thinking"),
          thinks(),
          one(LayerOptions.THINKING_DEFAULT, Map.of("on", true, "off", false), true),
          thinking(),
          one(
              LayerOptions.REASONING_HISTORY,
              Map.of("replayed", ReasoningHistory.REPLAYED, "removed", ReasoningHistory.REMOVED),
              null),
          one(
              LayerOptions.REASONING_TAGS,
              Map.of("in-text", Tags.IN_TEXT, "begun", Tags.BEGUN),
              Tags.NONE),
          one(LayerOptions.IMAGES, Map.of("inline", true), false),
          one(
              LayerOptions.ANSWERS,
              Map.of(
                  "whole", Streams.WHOLE,
                  "streamed", Streams.STREAMED,
                  "streamed-when-thinking", Streams.STREAMED_WHEN_THINKING),
              Streams.AS_ASKED),
          one(LayerOptions.TOKENIZER, Map.of("o200k", true), false));
    }

    private static final Map<String, String> JSON_MODES =
        Map.of("by-name", "by-name", "by-name-not-thinking", "by-name-not-thinking");

    /** The model has none, or its wire leaves them out. */
    private boolean promptsTools() {
      return lacks("tools") || !sends("tools");
    }

    private boolean sends(String field) {
      return takes.test(candidate.provider(), field) && RequestFit.sends(candidate, field);
    }

    private boolean lacks(String capability) {
      return card != null && card.lacks(capability);
    }

    private SchemaSkill schemas() {
      boolean unions = !traits.lacks().contains("schema_unions");
      boolean weak = traits.schemaDepth() > 0 || !unions;
      return weak ? new SchemaSkill(traits.schemaDepth(), unions, unions) : SchemaSkill.FULL;
    }

    private JsonModel.Ability json(boolean byName) {
      if (!sends("response_format") || lacks("json_mode") && lacks("json_schema")) {
        return JsonModel.Ability.NONE;
      }
      if (lacks("json_schema")) {
        return byName ? JsonModel.Ability.OBJECTS_BY_NAME : JsonModel.Ability.OBJECTS;
      }
      return byName ? JsonModel.Ability.ALL_BY_NAME : null;
    }

    /** Whose thinking is off unless asked for can think, whatever else is said of it. */
    private boolean thinks() {
      return options.containsKey(LayerOptions.THINKING_DEFAULT)
          || card == null
          || card.capabilities().contains("reasoning");
    }

    private ThinkingSwitch thinking() {
      ThinkingSwitch.Style style = one(LayerOptions.THINKING, STYLES, null);
      if (style == null) {
        return null;
      }
      String efforts = options.get(LayerOptions.THINKING_EFFORTS);
      String budget = options.getOrDefault(LayerOptions.THINKING_BUDGET, "0..0");
      int dots = budget.indexOf("..");
      try {
        ThinkingSwitch known =
            new ThinkingSwitch(
                style,
                efforts == null ? List.of() : List.of(efforts.trim().split("\\s*,\\s*")),
                Long.parseLong(budget.substring(0, Math.max(0, dots)).trim()),
                Long.parseLong(budget.substring(dots + 2).trim()));
        return thinks() || !traits.lacks().contains("reasoning") ? known : NEVER;
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            LayerOptions.THINKING_BUDGET + " is not of the form 100..16384: " + budget);
      }
    }

    /** The word {@code none} undoes what the provider's file says. */
    private <T> T one(String name, Map<String, T> words, T otherwise) {
      String word = options.get(name);
      if (word == null || word.equals("none")) {
        return otherwise;
      }
      T found = words.get(word);
      if (found == null) {
        throw new IllegalArgumentException(
            name + " is none of " + Set.copyOf(words.keySet()) + ": " + word);
      }
      return found;
    }
  }
}
