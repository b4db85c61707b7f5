package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.DailyWindow;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.chat.ChatException;
import io.llmgateway.ledger.NewWord;
import io.llmgateway.ledger.PriceKey;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceFileTest {
  private static final String HEAD = "provider,model,currency,input,output,source,valid_from\n";

  @Test
  void readsListPricesAndOperatorsPrices() {
    List<NewWord<PriceKey, PriceCard>> words =
        PriceFile.read(
            "\uFEFF"
                + HEAD
                + "openai,gpt-x,USD,1.25,10,\"price page, 2026\",2027-01-01T00:00:00Z\r\n"
                + "\n"
                + ",fast,EUR,0.000001,2,\"a \"\"special\"\" offer\",\n");
    assertEquals(2, words.size());
    assertEquals(PriceKey.list("openai", "gpt-x"), words.get(0).subject());
    assertEquals("price page, 2026", words.get(0).source());
    assertEquals(Instant.parse("2027-01-01T00:00:00Z"), words.get(0).validFrom());
    assertEquals(
        UnitPrices.ofTokens(new BigDecimal("1.25"), new BigDecimal("10"), null, null),
        words.get(0).word().prices());
    assertEquals(PriceKey.operator("fast"), words.get(1).subject());
    assertEquals("a \"special\" offer", words.get(1).source());
    assertEquals("EUR", words.get(1).word().currency());
    assertNull(words.get(1).validFrom());
  }

  @Test
  void linesWithAThresholdOrHoursAreVariantsOfThePriceBefore() {
    List<NewWord<PriceKey, PriceCard>> words =
        PriceFile.read(
            """
            model,above_input_tokens,from,to,zone,days,currency,input,output,cache_read,source
            m,,,,,,CNY,1,2,0.1,page
            m,32000,,,,,,4,8,,
            m,,22:00,06:00,Asia/Shanghai,67,,0.5,1,,
            n,,,,,,CNY,1,2,,page
            """);
    assertEquals(
        List.of(
            new PriceVariant(
                32_000,
                null,
                UnitPrices.ofTokens(new BigDecimal("4"), new BigDecimal("8"), null, null)),
            new PriceVariant(
                0,
                new DailyWindow(
                    LocalTime.of(22, 0),
                    LocalTime.of(6, 0),
                    ZoneId.of("Asia/Shanghai"),
                    Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                UnitPrices.ofTokens(new BigDecimal("0.5"), new BigDecimal("1"), null, null))),
        words.get(0).word().variants());
    assertEquals(List.of(), words.get(1).word().variants());
  }

  @Test
  void aLineMayWithdrawAPrice() {
    NewWord<PriceKey, PriceCard> word =
        PriceFile.read("model,withdrawn,source\nm,true,contract ended\n").get(0);
    assertNull(word.word());
    assertEquals("contract ended", word.source());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "openai,gpt-x,USD,-1,2,page,;             line 3.input",
        "openai,gpt-x,USD,0.0000001,2,page,;      line 3.input",
        "openai,gpt-x,USD,1e3,2,page,;            line 3.input",
        "openai,gpt-x,USD,,2,page,;               line 3.input",
        "openai,gpt-x,DOLLAR,1,2,page,;           line 3.currency",
        "openai,,USD,1,2,page,;                   line 3.model",
        "openai,gpt-x,USD,1,2,,;                  line 3.source",
        "openai,gpt-x,USD,1,2,page,tomorrow;      line 3.valid_from",
        "openai,gpt-x,USD,1,2,page;               line 3",
        "openai,gpt-x,USD,1,2,page,,more;         line 3",
        "openai,gpt-x,USD,1,2,\"page,;            line 3",
        "openai,gpt-x,USD,1,2,pa\"ge\",;          line 3",
        "openai,gpt-x,USD,1,2,\"page\"x,;         line 3",
      })
  void namesTheLineThatIsWrong(String wrong, String param) {
    String text = HEAD + "openai,good,USD,1,2,page,\n" + wrong + "\n";
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> PriceFile.read(text));
    assertEquals(param, refused.param());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "model,currency,input,source,above_input_tokens\\nx,USD,1,page,5;  line 2",
        "model,currency,input,source,above_input_tokens\\nx,USD,1,page,\\ny,USD,1,page,5;  line 3",
        "model,colour\\nx,red;      line 1",
        "model,model\\nx,y;         line 1",
        "model,input;              line 1",
        "``;                       line 1",
        "model,input,source,from,to,zone\\nx,1,p,9,10:00,UTC;         line 2",
      })
  void namesTheLineOfAFileThatMakesNoSense(String text, String param) {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> PriceFile.read(text.replace("\\n", "\n")));
    assertEquals(param, refused.param());
  }

  @Test
  void countsLinesWithinQuotedValues() {
    String text = HEAD + "openai,good,USD,1,2,\"two\nlines\",\nopenai,bad,USD,x,2,page,\n";
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> PriceFile.read(text));
    assertEquals("line 2.source", refused.param(), "control characters are not taken");
    String later = HEAD + "openai,bad,USD,1,2,\"two\nlines\",\nopenai,bad,USD,1,2\n";
    assertEquals(
        "line 4", assertThrows(ChatException.Final.class, () -> PriceFile.read(later)).param());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "openai,good,USD,2,3,page,;                      line 3",
        "openai,good,EUR,1,2,page,;                      line 3",
        "openai,other,USD,1,2,page,\\nopenai,good,USD,1,2,page,; line 4",
      })
  void aPriceIsSaidOnceForATime(String again, String param) {
    String text = HEAD + "openai,good,USD,1,2,page,\n" + again.replace("\\n", "\n") + "\n";

    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> PriceFile.read(text));

    assertEquals(param, refused.param());
    assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
  }

  @Test
  void aPriceMayBeSaidForSeveralTimes() {
    String text =
        HEAD
            + "openai,good,USD,1,2,page,2030-01-01T00:00:00Z\n"
            + "openai,good,USD,2,3,page,2031-01-01T00:00:00Z\n";

    assertEquals(2, PriceFile.read(text).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x,EUR,9,page,5", "x,USD,9,another page,5"})
  void aVariantSaysNothingElseThanItsPrice(String variant) {
    String head = "model,currency,input,source,above_input_tokens\n";

    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class,
            () -> PriceFile.read(head + "x,USD,1,page,\n" + variant + "\n"));

    assertEquals("line 3", refused.param());
    assertEquals(1, PriceFile.read(head + "x,USD,1,page,\nx,USD,9,page,5\n").size());
    assertEquals(1, PriceFile.read(head + "x,USD,1,page,\nx,,9,,5\n").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"model;currency;input;source", "model\tcurrency\tinput\tsource"})
  void anotherSeparatorIsCalledThat(String head) {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> PriceFile.read(head + "\nx;USD;1;page\n"));

    assertTrue(refused.getMessage().contains("separated by commas"), refused.getMessage());
  }

  @Test
  void aByteOrderMarkAndLineEndsOfWindowsAreNoFault() {
    String text = "\uFEFF" + HEAD + "openai,good,USD,1,2,page,\n";

    assertEquals(1, PriceFile.read(text.replace("\n", "\r\n")).size());
  }

  @Test
  void aFileOfAMillionLinesIsRefused() {
    String text = HEAD + "openai,x,USD,1,2,p,\n".repeat(1_000_000);

    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> PriceFile.read(text));

    assertTrue(refused.getMessage().contains("1 to 20000 lines"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+1", "-1", "1,5", "1e3", "NaN", "Infinity", "0x1", "1_000", "\u0661"})
  void whatIsNoNumberIsNoPrice(String number) {
    String text = HEAD + "openai,good,USD,\"" + number + "\",2,page,\n";

    assertEquals(
        "line 2.input",
        assertThrows(ChatException.Final.class, () -> PriceFile.read(text)).param());
  }
}
