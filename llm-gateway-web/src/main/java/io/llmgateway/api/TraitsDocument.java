package io.llmgateway.api;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.Retirement;
import io.llmgateway.catalog.ToolCalling;
import java.util.Set;

/** What else is known of a model at its preferred provider. What is not known is left out. */
final class TraitsDocument {
  private TraitsDocument() {}

  static void write(ModelTraits traits, JsonBytes out) {
    if (traits.toolCalling() != ToolCalling.UNKNOWN) {
      out.ascii(",\"tool_calling\":").string(traits.toolCalling().written());
    }
    writeWords(",\"input_modalities\":[", traits.input(), out);
    writeWords(",\"output_modalities\":[", traits.output(), out);
    writeNumber(",\"max_tools\":", traits.maxTools(), out);
    writeNumber(",\"schema_depth\":", traits.schemaDepth(), out);
    out.ascii(",\"filing\":").string(traits.filing().status());
    if (traits.retirement() != null) {
      writeRetirement(traits.retirement(), out);
    }
  }

  private static void writeWords(String begin, Set<String> words, JsonBytes out) {
    if (words.isEmpty()) {
      return;
    }
    String separator = begin;
    for (String word : words.stream().sorted().toList()) {
      out.ascii(separator).string(word);
      separator = ",";
    }
    out.ascii("]");
  }

  private static void writeNumber(String name, int number, JsonBytes out) {
    if (number > 0) {
      out.ascii(name).number(number);
    }
  }

  private static void writeRetirement(Retirement retirement, JsonBytes out) {
    out.ascii(",\"retirement\":{\"date\":");
    if (retirement.date() == null) {
      out.ascii("null");
    } else {
      out.string(retirement.date().toString());
    }
    out.ascii(",\"replacement\":");
    if (retirement.replacement() == null) {
      out.ascii("null");
    } else {
      out.string(retirement.replacement());
    }
    out.ascii("}");
  }
}
