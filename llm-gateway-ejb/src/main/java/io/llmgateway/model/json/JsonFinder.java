package io.llmgateway.model.json;

import io.llmgateway.model.schema.SchemaValidator;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/** Finds the document in what a model wrote: within fences, within prose, or alone. */
final class JsonFinder {
  /** So many beginnings are tried; each is a walk through the rest of the text. */
  private static final int TRIES = 50;

  /**
   * @param text the document as the model wrote it, or null when there is none
   * @param problem what is wrong, for the model and the client to read; null when nothing is
   */
  record Found(String text, String problem) {}

  private final SchemaValidator validator;
  private final boolean anyType;

  /**
   * @param validator what to check the document against, or null when any object will do
   * @param anyType whether the document may be something else than an object
   */
  JsonFinder(SchemaValidator validator, boolean anyType) {
    this.validator = validator;
    this.anyType = anyType;
  }

  /**
   * @return the first document without a problem, otherwise the longest one and its problem
   */
  Found in(String answer) {
    String whole = answer.trim();
    Found best = judged(whole);
    if (best.problem() == null) {
      return best;
    }
    int tries = 0;
    int from = beginning(whole, 0);
    while (from >= 0 && tries++ < TRIES) {
      int end = end(whole, from);
      Found found = end < 0 ? null : judged(whole.substring(from, end));
      if (found != null && found.problem() == null) {
        return found;
      }
      if (found != null && found.text() != null && longer(found, best)) {
        best = found;
      }
      boolean document = found != null && found.text() != null;
      from = beginning(whole, document ? end : from + 1);
    }
    return best;
  }

  private static boolean longer(Found one, Found other) {
    return other.text() == null || one.text().length() > other.text().length();
  }

  private int beginning(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{' || anyType && c == '[') {
        return i;
      }
    }
    return -1;
  }

  private static int end(String text, int from) {
    JsonScan scan = new JsonScan();
    for (int i = from; i < text.length(); i++) {
      if (scan.ends(text.charAt(i))) {
        return i + 1;
      }
    }
    return -1;
  }

  private Found judged(String text) {
    JsonValue document = text.isEmpty() ? null : Json.parse(text);
    if (document == null) {
      return new Found(null, "there is no complete JSON document in the answer");
    }
    boolean container = document instanceof JsonObject || document instanceof JsonArray;
    if (!(document instanceof JsonObject) && !anyType) {
      return new Found(container ? text : null, "the answer must be a JSON object");
    }
    List<String> problems = validator == null ? List.of() : validator.problems(document);
    return new Found(text, problems.isEmpty() ? null : String.join("; ", problems));
  }
}
