package io.llmgateway.model;

import jakarta.json.JsonObject;
import java.util.Map;

/**
 * What became of the arguments of one call.
 *
 * @param text as they may go out, or null when they may not
 * @param fault what is wrong, for the model to read; null when nothing is
 */
record CheckedArguments(String text, String fault) {

  /**
   * @param arguments as the model wrote them, all of them
   */
  static CheckedArguments of(
      String name, String arguments, Map<String, OfferedTools.Tool> tools, boolean repair) {
    OfferedTools.Tool tool = tools.get(name);
    if (tool == null) {
      return wrong("There is no such tool; there are: " + String.join(", ", tools.keySet()) + ".");
    }
    if (tool.custom()) {
      return new CheckedArguments(arguments, null);
    }
    if (tool.bare() && (arguments.isBlank() || arguments.strip().equals("null"))) {
      return new CheckedArguments("{}", null);
    }
    return checked(tool, arguments, repair);
  }

  private static CheckedArguments checked(
      OfferedTools.Tool tool, String arguments, boolean repair) {
    boolean asIs = JsonDocuments.parse(arguments) instanceof JsonObject;
    JsonObject read = asIs || repair ? JsonRepair.object(arguments) : null;
    if (read == null) {
      return wrong("The arguments are not one complete JSON object.");
    }
    String fault = SchemaCheck.fault(tool.parameters(), read);
    if (fault == null) {
      return new CheckedArguments(asIs ? arguments : read.toString(), null);
    }
    JsonObject coerced = ArgumentCoercion.coerced(tool.parameters(), read);
    return SchemaCheck.fault(tool.parameters(), coerced) == null
        ? new CheckedArguments(coerced.toString(), null)
        : wrong(fault + ".");
  }

  private static CheckedArguments wrong(String fault) {
    return new CheckedArguments(null, fault);
  }

  boolean fine() {
    return fault == null;
  }
}
