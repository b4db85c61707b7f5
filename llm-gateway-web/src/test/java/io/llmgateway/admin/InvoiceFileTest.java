package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.Granularity;
import io.llmgateway.ledger.ProviderInvoice;
import io.llmgateway.ledger.StatedUsage;
import io.llmgateway.ledger.UsageSlot;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceFileTest {
  private static final String HEAD = "day,model,cost,input_tokens,currency\n";
  private static final LocalDate FIRST = LocalDate.parse("2026-10-01");
  private static final LocalDate SECOND = LocalDate.parse("2026-10-02");

  private final Map<String, String> columns = new LinkedHashMap<>();
  private final Map<String, String> models = new LinkedHashMap<>();
  private ZoneId zone = ZoneOffset.UTC;
  private Granularity granularity = Granularity.DAY_MODEL;
  private LocalDate from;
  private LocalDate to;

  private ProviderInvoice read(String text) {
    Map<String, String> all = new LinkedHashMap<>(columns);
    for (String column :
        List.of("day", "model", "cost", "currency", "requests", "input_tokens", "output_tokens")) {
      if (!columns.containsValue(column)) {
        all.put(column, column);
      }
    }
    return InvoiceFile.read(
        new InvoiceTerms(
            "vendor",
            "USD",
            "I-1",
            zone,
            granularity,
            null,
            from,
            to,
            models,
            all,
            !columns.isEmpty()),
        text);
  }

  private ChatException.Final refused(String text) {
    return assertThrows(ChatException.Final.class, () -> read(text));
  }

  private static StatedUsage said(Long tokens, String cost) {
    return new StatedUsage(null, tokens, null, Amount.of(cost, "USD"));
  }

  @Test
  void addsUpTheLinesOfADayAndAModelExactlyAndRoundsOnce() {
    ProviderInvoice invoice =
        read(
            "\uFEFF"
                + HEAD
                + "2026-10-02,b,0.0000000000004,7,usd\r\n"
                + "2026-10-01,\"a, large\",\"1.25\",,USD\r\n"
                + "\r\n"
                + "2026-10-02,b,4e-13,3,\r\n"
                + "2026-10-01,\"a, large\",-0.25,5,USD\n");
    assertEquals(
        Map.of(
            new UsageSlot(FIRST, "a, large"),
            said(5L, "1"),
            new UsageSlot(SECOND, "b"),
            said(10L, "0.000000000001")),
        invoice.lines());
    assertEquals(FIRST, invoice.first());
    assertEquals(SECOND, invoice.last());
  }

  @Test
  void takesColumnsByTheVendorsNamesAndLeavesTheOthersAlone() {
    columns.put("Usage date", "day");
    columns.put("Amount (USD)", "cost");
    models.put("Chat V3 (input)", "chat");
    models.put("Chat V3 (output)", "chat");
    ProviderInvoice invoice =
        read(
            "id,Usage date,model,Note,Note,Amount (USD)\n"
                + "1,20261001,Chat V3 (input),x,y,1\n"
                + "2,2026/10/01,Chat V3 (output),x,y,2\n"
                + "3,2026-10-01,other,x,y,4\n");
    assertEquals(
        Map.of(
            new UsageSlot(FIRST, "chat"),
            said(null, "3"),
            new UsageSlot(FIRST, "other"),
            said(null, "4")),
        invoice.lines());
    ChatException.Final wrong =
        refused("id,Usage date,model,Amount (USD)\n1,2026-10-01,a,\"1,000\"\n");
    assertEquals("line 2.cost", wrong.param());
    assertTrue(wrong.getMessage().contains("column 'Amount (USD)'"), wrong.getMessage());
  }

  @Test
  void aTimeCountsForTheDayInTheProvidersZone() {
    zone = ZoneId.of("+08:00");
    ProviderInvoice invoice =
        read(
            HEAD
                + "2026-09-30T16:00:00Z,a,1,,\n"
                + "2026-10-01T23:59:59.999+08:00,a,2,,\n"
                + "2026-10-02 00:00:00,a,4,,\n");
    assertEquals(
        Map.of(
            new UsageSlot(FIRST, "a"),
            said(null, "3"),
            new UsageSlot(SECOND, "a"),
            said(null, "4")),
        invoice.lines());
  }

  @Test
  void aFileWithoutDaysIsAboutTheDaysOfTheRequest() {
    granularity = Granularity.TOTAL;
    from = FIRST;
    to = SECOND;
    ProviderInvoice invoice = read("cost\n1.5\n2.5\n");
    assertEquals(Map.of(new UsageSlot(null, null), said(null, "4")), invoice.lines());
    assertEquals(SECOND, invoice.last());
    assertEquals("line 2.day", refused("day,cost\n2026-10-03,1\n").param());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "2026-10-01,a,`1,5`,,;              line 3",
        "2026-10-01,a,\"1,234.50\",,;       line 3.cost",
        "2026-10-01,a,1.234,50;             line 3",
        "2026-10-01,a,$1.50,,;              line 3.cost",
        "2026-10-01,a,1 234,,;              line 3.cost",
        "2026-10-01,a,1_000,,;              line 3.cost",
        "2026-10-01,a,NaN,,;                line 3.cost",
        "2026-10-01,a,1e99,,;               line 3.cost",
        "2026-10-01,a,1e999999999,,;        line 3.cost",
        "2026-10-01,a,1234567890123456,,;   line 3.cost",
        "2026-10-01,a,,,;                   line 3.cost",
        "2026-10-01,,1,,;                   line 3.model",
        ",a,1,,;                            line 3.day",
        "Total,,1,,;                        line 3.day",
        "2026-02-30,a,1,,;                  line 3.day",
        "10/01/2026,a,1,,;                  line 3.day",
        "2026-10-01T25:00:00Z,a,1,,;        line 3.day",
        "2026-10-01,a,1,1.5,;               line 3.input_tokens",
        "2026-10-01,a,1,\"1,000\",;         line 3.input_tokens",
        "2026-10-01,a,1,-1,;                line 3.input_tokens",
        "2026-10-01,a,1,,EUR;               line 3.currency",
        "2026-10-01,a,1,,,more;             line 3",
        "2026-10-01,\"a,1,,;                line 3",
        "2026-10-01,a\"b\",1,,;             line 3",
      })
  void namesTheLineAndTheColumnThatAreWrong(String wrong, String param) {
    assertEquals(param, refused(HEAD + "2026-10-01,good,1,2,USD\n" + wrong + "\n").param());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "day,model,cost\n", "day,model,price\n2026-10-01,a,1\n", "day,day\n"})
  void refusesAFileThatMakesNoSense(String text) {
    assertEquals("line 1", refused(text).param());
  }

  @Test
  void refusesAFileWithoutTheColumnsThatItNeeds() {
    assertEquals("line 2.cost", refused("day,model\n2026-10-01,a\n").param());
    assertEquals("line 2.model", refused("day,cost\n2026-10-01,1\n").param());
  }

  @Test
  void refusesDaysBeyondTheRequestAndTooManyOfThem() {
    assertEquals("to", refused(HEAD + "2026-10-01,a,1,,\n2027-10-02,a,1,,\n").param());
    from = FIRST;
    to = FIRST;
    assertEquals("line 3.day", refused(HEAD + "2026-10-01,a,1,,\n2026-10-02,a,1,,\n").param());
    assertNull(read(HEAD + "2026-10-01,a,1,,\n").channel());
  }
}
