package io.llmgateway.admin;

import io.llmgateway.api.json.Field;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.ledger.NewWord;
import io.llmgateway.ledger.PriceKey;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of prices as CSV. A line with {@code above_input_tokens} or {@code from} is a variant of
 * the price in the lines before it, and repeats its kind, provider and model.
 */
final class PriceFile {
  private static final int MOST_LINES = 20_000;
  private static final Set<String> COLUMNS = columns();
  private static final JsonProvider JSON = JsonProvider.provider();

  private final List<NewWord<PriceKey, PriceCard>> words = new ArrayList<>();
  private final List<PriceVariant> variants = new ArrayList<>();
  private final Map<String, Integer> stated = new HashMap<>();
  private Field price;

  private PriceFile() {}

  /**
   * Reads the whole file.
   *
   * @throws io.llmgateway.chat.ChatException.Final naming the line that is wrong, and its column
   */
  static List<NewWord<PriceKey, PriceCard>> read(String text) {
    List<CsvTable.Line> lines = CsvTable.read(text, COLUMNS);
    if (lines.isEmpty() || lines.size() > MOST_LINES) {
      throw CsvTable.wrong(1, "expected 1 to " + MOST_LINES + " lines after it");
    }
    PriceFile file = new PriceFile();
    lines.forEach(file::add);
    file.finish();
    return file.words;
  }

  private void add(CsvTable.Line line) {
    Field field = field(line);
    if (!field.at("above_input_tokens").present() && !field.at("from").present()) {
      finish();
      price = field;
      requireFirst(line, field);
      return;
    }
    if (price == null || !PriceBody.key(price).equals(PriceBody.key(field))) {
      throw CsvTable.wrong(line.number(), "it is a variant of a price that is not before it");
    }
    for (String name : List.of("currency", "source", "valid_from", "withdrawn")) {
      if (field.at(name).present() && !field.at(name).value().equals(price.at(name).value())) {
        throw CsvTable.wrong(
            line.number(), name + ": a variant has that of the price before it, or none");
      }
    }
    variants.add(PriceBody.variant(only(field, PriceBody.VARIANT)));
  }

  /** Of two prices for the same time nobody would know which was meant. */
  private void requireFirst(CsvTable.Line line, Field field) {
    Integer before =
        stated.put(
            PriceBody.key(field) + " " + PriceBody.time(field.at("valid_from")), line.number());
    if (before != null) {
      throw CsvTable.wrong(
          line.number(),
          PriceBody.key(field) + " for the same time is in line " + before + ", too");
    }
  }

  private void finish() {
    if (price != null) {
      words.add(PriceBody.word(price, List.copyOf(variants)));
      variants.clear();
    }
  }

  private static Field field(CsvTable.Line line) {
    JsonObjectBuilder values = JSON.createObjectBuilder();
    for (Map.Entry<String, String> value : line.values().entrySet()) {
      switch (value.getKey()) {
        case "days" -> values.add("days", days(line, value.getValue()));
        case "withdrawn" -> values.add("withdrawn", flag(line, value.getValue()));
        default -> values.add(value.getKey(), value.getValue());
      }
    }
    return new Field("line " + line.number(), values.build());
  }

  private static Field only(Field field, Set<String> names) {
    JsonObjectBuilder values = JSON.createObjectBuilder(field.object());
    field.object().keySet().stream().filter(n -> !names.contains(n)).forEach(values::remove);
    return new Field(field.path(), values.build());
  }

  /** Digits from 1 for Monday to 7, such as {@code 12345}. */
  private static JsonArrayBuilder days(CsvTable.Line line, String digits) {
    if (!digits.matches("[1-7]{1,7}")) {
      throw CsvTable.wrong(line.number(), "days: expected digits from 1 to 7 such as 12345");
    }
    JsonArrayBuilder days = JSON.createArrayBuilder();
    digits.chars().forEach(digit -> days.add(digit - '0'));
    return days;
  }

  private static boolean flag(CsvTable.Line line, String word) {
    if (!word.equals("true") && !word.equals("false")) {
      throw CsvTable.wrong(line.number(), "withdrawn: expected true or false");
    }
    return word.equals("true");
  }

  private static Set<String> columns() {
    Set<String> columns = new HashSet<>(PriceBody.PRICE);
    columns.addAll(PriceBody.VARIANT);
    columns.remove("variants");
    return columns;
  }
}
