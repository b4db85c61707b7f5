package io.llmgateway.routing;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.chat.NeutralValue;
import io.llmgateway.routing.prompt.PromptTraits;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Whether a candidate takes every field of a request as it is. */
final class Parameters {
  private static final Set<String> OF_THE_GATEWAY =
      Set.of("model", "models", "messages", "stream", "stream_options", "gateway", "provider");

  private Parameters() {}

  /**
   * @return false also when it is not known what the model can do
   */
  static boolean taken(Candidate candidate, PromptTraits prompt) {
    ModelCard card = candidate.card();
    Set<String> needed = prompt.capabilities();
    if (!needed.isEmpty() && (card == null || !card.capabilities().containsAll(needed))) {
      return false;
    }
    if (card != null
        && card.maxOutputTokens() > 0
        && card.maxOutputTokens() < prompt.maxOutputTokens()) {
      return false;
    }
    List<String> dropped = names(candidate, "drop");
    List<String> allowed = names(candidate, "allow");
    return prompt.body().keySet().stream()
        .filter(field -> !OF_THE_GATEWAY.contains(field))
        .filter(field -> !NeutralValue.is(field, prompt.body().get(field)))
        .allMatch(
            field -> !dropped.contains(field) && (allowed.isEmpty() || allowed.contains(field)));
  }

  private static List<String> names(Candidate candidate, String option) {
    String text = candidate.provider().wireOptions(candidate.upstreamModel()).get(option);
    return text == null ? List.of() : Arrays.stream(text.split(",")).map(String::trim).toList();
  }
}
