package io.llmgateway;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.ToolCalling;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a card says of a model, by the names and in the notation of the configuration. */
final class CardFacts {
  private CardFacts() {}

  /**
   * @param card or null
   * @return what is known only
   */
  static Map<String, String> of(ModelCard card) {
    Map<String, String> facts = new TreeMap<>();
    if (card == null) {
      return facts;
    }
    ModelTraits traits = card.traits();
    number(facts, "context-window", card.contextWindow());
    number(facts, "max-output-tokens", card.maxOutputTokens());
    words(facts, "capabilities", card.capabilities());
    if (traits.toolCalling() != ToolCalling.UNKNOWN) {
      facts.put("tool-calling", traits.toolCalling().written());
    }
    number(facts, "max-tools", traits.maxTools());
    number(facts, "schema-depth", traits.schemaDepth());
    words(facts, "modalities", traits.input());
    text(facts, "filing", traits.filing().reference());
    if (traits.retirement() != null) {
      text(facts, "retires-on", traits.retirement().date());
      text(facts, "replacement", traits.retirement().replacement());
    }
    return facts;
  }

  private static void number(Map<String, String> facts, String name, long number) {
    if (number > 0) {
      facts.put(name, Long.toString(number));
    }
  }

  private static void words(Map<String, String> facts, String name, Collection<String> words) {
    if (!words.isEmpty()) {
      facts.put(name, String.join(",", new TreeSet<>(words)));
    }
  }

  private static void text(Map<String, String> facts, String name, Object text) {
    if (text != null) {
      facts.put(name, text.toString());
    }
  }
}
