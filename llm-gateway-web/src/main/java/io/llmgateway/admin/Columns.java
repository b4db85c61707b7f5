package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The fields of one kind of row, said once for JSON, for CSV and for the API's description.
 *
 * @param <T> the row
 */
final class Columns<T> {
  private final String kind;
  private final List<Column<T>> columns = new ArrayList<>();

  /**
   * @param type of the field, in OpenAPI's words
   */
  private record Column<T>(
      String name, String type, BiConsumer<T, Members> json, BiConsumer<T, CsvLine> csv) {}

  /**
   * @param kind what {@code object} says in JSON
   */
  Columns(String kind) {
    this.kind = kind;
  }

  Columns<T> text(String name, Function<T, String> value) {
    return add(
        name,
        "string",
        (row, out) -> out.text(name, value.apply(row)),
        (row, out) -> out.text(value.apply(row)));
  }

  Columns<T> time(String name, Function<T, Instant> value) {
    return text(
        name,
        row -> {
          Instant time = value.apply(row);
          return time == null ? null : time.toString();
        });
  }

  Columns<T> number(String name, ToLongFunction<T> value) {
    return optional(name, value::applyAsLong);
  }

  /** A whole number that may be null. */
  Columns<T> optional(String name, Function<T, Long> value) {
    return add(
        name,
        "integer",
        (row, out) -> out.number(name, value.apply(row)),
        (row, out) -> out.number(value.apply(row)));
  }

  Columns<T> flag(String name, Predicate<T> value) {
    return add(
        name,
        "boolean",
        (row, out) -> out.flag(name, value.test(row)),
        (row, out) -> out.flag(value.test(row)));
  }

  /** An exact number that may be null. */
  Columns<T> sum(String name, Function<T, BigDecimal> value) {
    return add(
        name,
        "number",
        (row, out) -> out.sum(name, value.apply(row)),
        (row, out) -> out.sum(value.apply(row)));
  }

  private Columns<T> add(
      String name, String type, BiConsumer<T, Members> json, BiConsumer<T, CsvLine> csv) {
    columns.add(new Column<>(name, type, json, csv));
    return this;
  }

  void json(T row, JsonBytes out) {
    open(row, out).end();
  }

  /**
   * @return the object with all columns in it, to which more can be added before its end
   */
  Members open(T row, JsonBytes out) {
    Members members = Members.of(kind, out);
    columns.forEach(column -> column.json().accept(row, members));
    return members;
  }

  /** The line of names that a file begins with. */
  void header(CsvLine out) {
    columns.forEach(column -> out.text(column.name()));
    out.end();
  }

  void csv(T row, CsvLine out) {
    columns.forEach(column -> column.csv().accept(row, out));
    out.end();
  }
}
