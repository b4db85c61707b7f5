package io.llmgateway;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.model.ArgumentRepair;
import io.llmgateway.model.SerialToolCalls;
import io.llmgateway.model.ToolCallShim;
import io.llmgateway.model.ToolDialect;
import io.llmgateway.routing.Candidate;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts around a candidate's model what it needs to look complete, by what is known of it. Of a
 * model of which nothing is known nothing is missing.
 */
final class ModelAssembly {
  private static final String DIALECT = "tool-dialect";
  private static final Map<String, ToolDialect> DIALECTS =
      Map.of(
          "hermes", ToolDialect.HERMES,
          "qwen", ToolDialect.QWEN,
          "xml", ToolDialect.XML,
          "json", ToolDialect.JSON_OBJECT);

  private ModelAssembly() {}

  /**
   * @param adjusted learns what is changed in a request for it
   */
  static LanguageModel around(LanguageModel model, Candidate candidate, Consumer<String> adjusted) {
    if (promptsTools(candidate)) {
      return new ArgumentRepair(new ToolCallShim(model, dialect(candidate), adjusted), true);
    }
    return lacks(candidate, "parallel_tools") ? new SerialToolCalls(model, adjusted) : model;
  }

  /**
   * @return whether the model is told of tools in its prompt: it has none of its own, or its wire
   *     does not take them and says in which dialect the model knows them
   */
  static boolean promptsTools(Candidate candidate) {
    return lacks(candidate, "tools")
        || candidate.provider().wireOptions().containsKey(DIALECT)
            && !RequestFit.sends(candidate, "tools");
  }

  private static boolean lacks(Candidate candidate, String capability) {
    ModelCard card = candidate.card();
    return card != null
        && !card.capabilities().isEmpty()
        && !card.capabilities().contains(capability);
  }

  private static ToolDialect dialect(Candidate candidate) {
    String name = candidate.provider().wireOptions().get(DIALECT);
    return DIALECTS.getOrDefault(name == null ? "json" : name, ToolDialect.JSON_OBJECT);
  }
}
