package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.api.json.Sums;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes one JSON object, member by member; a value that is null is written as null. */
final class Members {
  private final JsonBytes out;
  private String separator = "{";

  Members(JsonBytes out) {
    this.out = out;
  }

  /** Begins with {@code "object":kind}, as all documents do. */
  static Members of(String kind, JsonBytes out) {
    return new Members(out).text("object", kind);
  }

  Members text(String name, String value) {
    name(name).string(value);
    return this;
  }

  Members texts(String name, List<String> values) {
    name(name).ascii("[");
    String comma = "";
    for (String value : values) {
      out.ascii(comma).string(value);
      comma = ",";
    }
    out.ascii("]");
    return this;
  }

  /** An array of objects. */
  <T> Members list(String name, List<T> items, BiConsumer<T, JsonBytes> writer) {
    name(name).ascii("[");
    String comma = "";
    for (T item : items) {
      out.ascii(comma);
      writer.accept(item, out);
      comma = ",";
    }
    out.ascii("]");
    return this;
  }

  Members number(String name, Long value) {
    return raw(name, value == null ? "null" : Long.toString(value));
  }

  Members flag(String name, boolean value) {
    return raw(name, Boolean.toString(value));
  }

  /** An exact number with all its digits. */
  Members sum(String name, BigDecimal value) {
    return raw(name, value == null ? "null" : Sums.written(value));
  }

  Members time(String name, Instant value) {
    return text(name, value == null ? null : value.toString());
  }

  /** A value that is JSON already, in ASCII or as UTF-8 text. */
  Members json(String name, String value) {
    name(name).raw(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return this;
  }

  JsonBytes end() {
    return out.ascii("}");
  }

  private Members raw(String name, String value) {
    name(name).ascii(value);
    return this;
  }

  private JsonBytes name(String name) {
    out.ascii(separator).ascii("\"").ascii(name).ascii("\":");
    separator = ",";
    return out;
  }
}
