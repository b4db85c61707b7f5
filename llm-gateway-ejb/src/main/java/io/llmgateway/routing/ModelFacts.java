package io.llmgateway.routing;

import io.llmgateway.catalog.Filing;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.Retirement;
import io.llmgateway.catalog.ToolCalling;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the operator knows better of a public model than the catalogue does.
 *
 * @param baseModel a name of the catalogue whose facts hold for this one; null unless set
 * @param contextWindow in tokens; 0 unless set
 * @param maxOutputTokens per answer; 0 unless set
 * @param capabilities all that it has; empty unless set
 * @param toolCalling null unless set
 * @param maxTools in one request; 0 unless set
 * @param schemaDepth levels; 0 unless set
 * @param input kinds of content; empty unless set
 * @param filing the number under which the model's service is filed; null unless set
 * @param retiresOn the first day without it; null unless set
 * @param replacement what to use instead; null unless set
 */
public record ModelFacts(
    String baseModel,
    long contextWindow,
    long maxOutputTokens,
    Set<String> capabilities,
    ToolCalling toolCalling,
    int maxTools,
    int schemaDepth,
    Set<String> input,
    String filing,
    LocalDate retiresOn,
    String replacement) {
  public static final ModelFacts NONE =
      new ModelFacts(null, 0, 0, Set.of(), null, 0, 0, Set.of(), null, null, null);

  /** The settings of a model that are its facts. */
  public static final Set<String> SETTINGS =
      Set.of(
          "base-model",
          "context-window",
          "max-output-tokens",
          "capabilities",
          "tool-calling",
          "max-tools",
          "schema-depth",
          "modalities",
          "filing",
          "retires-on",
          "replacement");

  private static final String OPERATOR = "configuration";
  private static final Set<String> INPUT = Set.of("text", "image", "audio", "video", "file");
  private static final List<String> WITH_TOOLS =
      List.of("tools", "parallel_tools", "streaming_tool_calls");

  public ModelFacts {
    capabilities = Set.copyOf(capabilities);
    input = Set.copyOf(input);
  }

  static ModelFacts from(ConfigView view, String prefix) {
    return new ModelFacts(
        view.text(prefix + "base-model").orElse(null),
        ModelSettings.tokens(view, prefix + "context-window"),
        ModelSettings.tokens(view, prefix + "max-output-tokens"),
        ModelSettings.capabilities(view, prefix + "capabilities"),
        toolCalling(view, prefix + "tool-calling"),
        (int) ModelSettings.tokens(view, prefix + "max-tools"),
        (int) ModelSettings.tokens(view, prefix + "schema-depth"),
        input(view, prefix + "modalities"),
        view.text(prefix + "filing").orElse(null),
        day(view, prefix + "retires-on"),
        view.text(prefix + "replacement").orElse(null));
  }

  private static ToolCalling toolCalling(ConfigView view, String name) {
    return view.text(name)
        .map(
            word ->
                ToolCalling.of(word)
                    .orElseThrow(
                        () ->
                            new ConfigException(name, "neither native, prompt nor none: " + word)))
        .orElse(null);
  }

  private static Set<String> input(ConfigView view, String name) {
    Set<String> found = new TreeSet<>(view.list(name));
    for (String modality : found) {
      if (!INPUT.contains(modality)) {
        throw new ConfigException(name, "not one of " + new TreeSet<>(INPUT) + ": " + modality);
      }
    }
    return found;
  }

  private static LocalDate day(ConfigView view, String name) {
    String text = view.text(name).orElse(null);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new ConfigException(name, "not a day such as 2026-07-24: " + text);
    }
  }

  /**
   * @param card what the catalogue says, or null
   * @return the card with the operator's words in it; null when neither says anything
   */
  ModelCard over(ModelCard card, String upstreamModel) {
    if (equals(NONE)) {
      return card;
    }
    ModelCard base =
        card == null ? new ModelCard(upstreamModel, List.of(), "chat", 0, 0, Set.of(), null) : card;
    Set<String> has = has(base);
    return new ModelCard(
        base.id(),
        base.aliases(),
        base.type(),
        contextWindow == 0 ? base.contextWindow() : contextWindow,
        maxOutputTokens == 0 ? base.maxOutputTokens() : maxOutputTokens,
        has,
        base.price(),
        traits(base.traits(), has));
  }

  private Set<String> has(ModelCard base) {
    Set<String> has = new HashSet<>(capabilities.isEmpty() ? base.capabilities() : capabilities);
    if (toolCalling == ToolCalling.NATIVE) {
      has.add("tools");
    } else if (toolCalling != null) {
      WITH_TOOLS.forEach(has::remove);
    }
    return has;
  }

  private ModelTraits traits(ModelTraits known, Set<String> has) {
    return new ModelTraits(
        lacks(known, has),
        toolCalling(known, has),
        input.isEmpty() ? inputOf(known, has) : input,
        known.output(),
        maxTools == 0 ? known.maxTools() : maxTools,
        schemaDepth == 0 ? known.schemaDepth() : schemaDepth,
        filing == null ? known.filing() : new Filing(filing, OPERATOR),
        retirement(known.retirement()),
        known.base());
  }

  private Set<String> lacks(ModelTraits known, Set<String> has) {
    Set<String> lacks = new HashSet<>(known.lacks());
    if (!capabilities.isEmpty()) {
      lacks.addAll(VirtualModel.CAPABILITIES);
    }
    if (toolCalling == ToolCalling.PROMPT || toolCalling == ToolCalling.NONE) {
      lacks.addAll(WITH_TOOLS);
    }
    lacks.removeAll(has);
    return lacks;
  }

  private ToolCalling toolCalling(ModelTraits known, Set<String> has) {
    if (toolCalling != null) {
      return toolCalling;
    }
    if (capabilities.isEmpty()) {
      return known.toolCalling();
    }
    boolean prompt = known.toolCalling() == ToolCalling.PROMPT;
    return has.contains("tools")
        ? ToolCalling.NATIVE
        : prompt ? ToolCalling.PROMPT : ToolCalling.NONE;
  }

  private Set<String> inputOf(ModelTraits known, Set<String> has) {
    if (capabilities.isEmpty()) {
      return known.input();
    }
    Set<String> takes = new TreeSet<>(known.input());
    takes.add("text");
    if (has.contains("vision")) {
      takes.add("image");
    } else {
      takes.remove("image");
    }
    return takes;
  }

  private Retirement retirement(Retirement known) {
    if (retiresOn == null && replacement == null) {
      return known;
    }
    return new Retirement(
        retiresOn != null ? retiresOn : known == null ? null : known.date(),
        replacement != null ? replacement : known == null ? null : known.replacement(),
        OPERATOR);
  }
}
