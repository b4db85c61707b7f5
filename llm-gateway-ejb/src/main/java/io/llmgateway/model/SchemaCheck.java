package io.llmgateway.model;

import io.llmgateway.model.schema.SchemaValidator;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/** What is wrong with the arguments of a tool, in words for the model. */
final class SchemaCheck {
  private static final String ROOT = "$";

  private SchemaCheck() {}

  /**
   * @return the first that is wrong, with the place as in {@code 'address.street'}; null when
   *     nothing is
   */
  static String fault(JsonObject schema, JsonValue value) {
    List<String> problems = new SchemaValidator(schema).problems(value);
    return problems.isEmpty() ? null : named(problems.get(0));
  }

  private static String named(String problem) {
    int end = problem.indexOf(' ');
    String place = problem.substring(ROOT.length(), end);
    String name = place.isEmpty() ? "The arguments" : "'" + place.replaceFirst("^\\.", "") + "'";
    return name + problem.substring(end);
  }
}
