package io.llmgateway.it.vendor;

import io.llmgateway.it.simulator.Doc;
import java.util.ArrayList;
import java.util.List;

/**
 * What the simulated model says, before a vendor puts it into words. It is the same model behind
 * every vendor, and it remembers nothing: each answer follows from the conversation alone.
 *
 * @param fault the class of a failure (AUTH, RATE, QUOTA, TOOLONG), or null
 * @param filtered whether the answer is cut off by a filter
 */
record Said(String reasoning, String text, List<Ask.Call> calls, boolean filtered, String fault) {
  static final int PROMPT_TOKENS = 12;
  static final int COMPLETION_TOKENS = 7;
  private static final List<String> CITIES = List.of("Paris", "Rome");
  private static final String SCHEMA_PROPERTY = "place";

  private static Said text(String text) {
    return new Said("", text, List.of(), false, null);
  }

  /**
   * @param parallel whether this vendor's models call several tools at once
   */
  static Said to(Ask ask, boolean parallel) {
    List<Ask.Message> results = ask.messages().stream().filter(m -> m.callId() != null).toList();
    String asked =
        ask.messages().stream()
            .filter(m -> m.role().equals("user") && m.callId() == null)
            .reduce((a, b) -> b)
            .map(Ask.Message::text)
            .orElse("");
    if (asked.startsWith("fault:")) {
      return new Said("", "", List.of(), false, asked.substring("fault:".length()));
    }
    return switch (asked) {
      case "weather" -> weather(ask, results, parallel);
      case "structured" -> {
        Ask.require(
            ask.structured() || ask.system().contains("JSON") || ask.system().contains("json"),
            "nobody asked for JSON");
        yield text("{\"city\":\"Paris\",\"days\":[{\"high\":21},{\"high\":22}]}");
      }
      case "think" -> new Said("Let me think.", "42", List.of(), false, null);
      case "filter" -> new Said("", "Half", List.of(), true, null);
      default -> text("Hello, 世界! " + ask.system());
    };
  }

  private static Said weather(Ask ask, List<Ask.Message> results, boolean parallel) {
    Ask.require(ask.tools().contains("get_weather"), "no tool get_weather: " + ask.tools());
    Ask.require(
        ask.firstSchema().at("properties", SCHEMA_PROPERTY, "properties", "city").present(),
        "the nested schema is lost: " + ask.firstSchema());
    if (results.size() >= CITIES.size()) {
      return text("Paris " + results.get(0).text() + ", Rome " + results.get(1).text());
    }
    List<Ask.Call> calls = new ArrayList<>();
    for (int i = results.size(); i < (parallel ? CITIES.size() : results.size() + 1); i++) {
      calls.add(
          new Ask.Call(
              "call_" + i,
              "get_weather",
              Doc.parse("{\"place\":{\"city\":\"" + CITIES.get(i) + "\"},\"days\":[1,2]}")));
    }
    return new Said(ask.thinks() ? "Let me think." : "", "", calls, false, null);
  }

  /**
   * @return the text in two pieces
   */
  List<String> pieces() {
    int middle = text.length() / 2;
    return text.isEmpty() ? List.of() : List.of(text.substring(0, middle), text.substring(middle));
  }
}
