package io.llmgateway.admin;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.ProviderInvoice;
import io.llmgateway.ledger.StatedUsage;
import io.llmgateway.ledger.UsageSlot;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A provider's invoice or usage file as CSV. Lines of the same day and model are added up exactly,
 * and rounded once. All of the file is right, or none of it is taken.
 */
final class InvoiceFile {
  private static final int MOST_LINES = 100_000;
  private static final int INTEGER_DIGITS = 15;

  /** Also such as {@code 1.2e-05}, which vendors' exports hold. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,15}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][+-]?\\d{1,2})?");

  private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");

  private final InvoiceTerms terms;
  private final SortedMap<UsageSlot, Sum> sums = new TreeMap<>();
  private LocalDate first;
  private LocalDate last;

  private InvoiceFile(InvoiceTerms terms) {
    this.terms = terms;
  }

  /** What lines of one slot say together; a count is null when none of them says it. */
  private record Sum(BigDecimal cost, Long requests, Long inputTokens, Long outputTokens) {
    Sum plus(Sum other) {
      return new Sum(
          cost.add(other.cost),
          plus(requests, other.requests),
          plus(inputTokens, other.inputTokens),
          plus(outputTokens, other.outputTokens));
    }

    private static Long plus(Long one, Long other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return Math.addExact(one, other);
    }

    StatedUsage stated(String currency) {
      return new StatedUsage(requests, inputTokens, outputTokens, new Amount(cost, currency));
    }
  }

  /**
   * @param terms what the request says of the file
   * @throws ChatException.Final naming the line that is wrong, and its column
   */
  static ProviderInvoice read(InvoiceTerms terms, String text) {
    List<CsvTable.Line> lines =
        terms.mapped()
            ? CsvTable.readSome(text, terms.columns())
            : CsvTable.read(text, terms.columns().keySet());
    if (lines.isEmpty() || lines.size() > MOST_LINES) {
      throw CsvTable.wrong(1, "expected 1 to " + MOST_LINES + " lines after it");
    }
    InvoiceFile file = new InvoiceFile(terms);
    lines.forEach(file::add);
    return file.invoice();
  }

  private void add(CsvTable.Line line) {
    checkCurrency(line);
    LocalDate day = day(line);
    String model = terms.granularity().byModel() ? terms.model(required(line, "model")) : null;
    UsageSlot slot = new UsageSlot(terms.granularity().byDay() ? day : null, model);
    Sum sum =
        new Sum(
            cost(line),
            count(line, "requests"),
            count(line, "input_tokens"),
            count(line, "output_tokens"));
    try {
      sums.merge(slot, sum, Sum::plus);
    } catch (ArithmeticException e) {
      throw wrong(line, "input_tokens", "the sums of this day and model are too large");
    }
  }

  private void checkCurrency(CsvTable.Line line) {
    String currency = line.values().get("currency");
    if (currency != null
        && !(CURRENCY.matcher(currency).matches() && currency.equalsIgnoreCase(terms.currency()))) {
      throw wrong(line, "currency", "expected " + terms.currency() + " as the request says");
    }
  }

  /** Null when the line does not say one, and need not. */
  private LocalDate day(CsvTable.Line line) {
    String text = terms.granularity().byDay() ? required(line, "day") : line.values().get("day");
    if (text == null) {
      return null;
    }
    LocalDate day = terms.day(text);
    if (day == null) {
      throw wrong(
          line,
          "day",
          "expected a day such as 2026-10-31, 2026/10/31 or 20261031, or a time of ISO 8601");
    }
    if (terms.first() != null && day.isBefore(terms.first())
        || terms.last() != null && day.isAfter(terms.last())) {
      throw wrong(line, "day", "it is not between from and to of the request");
    }
    first = first == null || day.isBefore(first) ? day : first;
    last = last == null || day.isAfter(last) ? day : last;
    return day;
  }

  private BigDecimal cost(CsvTable.Line line) {
    String text = required(line, "cost");
    if (NUMBER.matcher(text).matches()) {
      BigDecimal cost = new BigDecimal(text);
      if (cost.signum() == 0 || cost.precision() - cost.scale() <= INTEGER_DIGITS) {
        return cost;
      }
    }
    throw wrong(
        line,
        "cost",
        "expected a plain number such as 1234.50, of at most 15 digits before the point, without"
            + " thousands separators or a currency's sign");
  }

  private Long count(CsvTable.Line line, String column) {
    String text = line.values().get(column);
    if (text == null) {
      return null;
    }
    if (!COUNT.matcher(text).matches()) {
      throw wrong(
          line, column, "expected a whole number such as 1234, without thousands separators");
    }
    return Long.valueOf(text);
  }

  private String required(CsvTable.Line line, String column) {
    String text = line.values().get(column);
    if (text == null || text.isBlank()) {
      throw wrong(line, column, "it is missing");
    }
    return text;
  }

  private ChatException.Final wrong(CsvTable.Line line, String column, String why) {
    String header =
        terms.columns().entrySet().stream()
            .filter(named -> named.getValue().equals(column))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(column);
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST,
        "Invalid line %d, column '%s': %s.".formatted(line.number(), header, why),
        "line " + line.number() + "." + column);
  }

  private ProviderInvoice invoice() {
    LocalDate from = terms.first() == null ? first : terms.first();
    LocalDate to = terms.last() == null ? last : terms.last();
    if (to.isBefore(from) || to.isAfter(from.plusDays(ProviderInvoice.MOST_DAYS - 1L))) {
      throw ListQuery.invalid(
          "to", "an invoice is about 1 to " + ProviderInvoice.MOST_DAYS + " days");
    }
    Map<UsageSlot, StatedUsage> lines = new LinkedHashMap<>();
    sums.forEach((slot, sum) -> lines.put(slot, sum.stated(terms.currency())));
    return terms.invoice(from, to, new TreeMap<>(lines));
  }
}
