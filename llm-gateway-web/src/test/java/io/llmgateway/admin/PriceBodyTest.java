package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.api.json.Field;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.ledger.NewWord;
import io.llmgateway.ledger.PriceKey;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBodyTest {

  @Test
  void readsEveryFieldExactly() {
    NewWord<PriceKey, PriceCard> word =
        read(
            """
            {'kind':'list','provider':'v','model':'m','currency':'CNY','input':'0.000001',
             'output':2.50,'cache_read':0.1,'cache_write':0.2,'reasoning':3,
             'request':'0.000000000001','image':0.001,'source':'page',
             'variants':[{'above_input_tokens':100,'input':1,'output':2}]}""");
    assertEquals(PriceKey.list("v", "m"), word.subject());
    assertEquals(new BigDecimal("0.000001"), word.word().prices().input());
    assertEquals(new BigDecimal("2.50"), word.word().prices().output());
    assertEquals(new BigDecimal("0.1"), word.word().prices().cacheRead());
    assertEquals(new BigDecimal("0.2"), word.word().prices().cacheWrite());
    assertEquals(new BigDecimal("3"), word.word().prices().reasoning());
    assertEquals(new BigDecimal("0.000000000001"), word.word().prices().request());
    assertEquals(new BigDecimal("0.001"), word.word().prices().image());
    assertEquals(100, word.word().variants().get(0).aboveInputTokens());
    assertNull(word.validFrom());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'source':'p','currency':'USD','input':1                             | model",
        "'model':'m','currency':'USD','input':1                              | source",
        "'model':'m','source':'p','input':1                                  | currency",
        "'model':'m','source':'p','currency':'USD'                           | input",
        "'model':'m','source':'p','currency':'USD','input':-1                | input",
        "'model':'m','source':'p','currency':'USD','input':0.0000001         | input",
        "'model':'m','source':'p','currency':'USD','input':12345678901       | input",
        "'model':'m','source':'p','currency':'USD','input':true              | input",
        "'model':'m','source':'p','currency':'USD','input':1,'image':1e-13   | image",
        "'model':'m','source':'p','currency':'USD','input':1,'inptu':1       | inptu",
        "'model':'m','source':'p','currency':'USD','input':1,'kind':'odd'    | kind",
        "'model':'m','source':'p','currency':'USD','input':1,'kind':'list'   | provider",
        "'kind':'operator','provider':'v','model':'m','source':'p'           | provider",
        "'model':'m','source':'p','currency':'USD','input':1,'valid_from':'x'| valid_from",
        "'model':'m','source':'p','currency':'USD','input':1,'variants':[{}] | variants[0].input",
        "'model':'m','source':'p','currency':'USD','input':1,'variants':[{'input':1}] | variants[0]",
        "'model':'m','source':'p','currency':'USD','input':1,'variants':[{'input':1,'from':'9'}] | variants[0].zone",
        "'model':'m','source':'p','currency':'USD','input':1,'variants':[{'input':1,'from':'09:00','to':'10:00','zone':'Mars'}] | variants[0].zone",
        "'model':'m','source':'p','currency':'USD','input':1,'variants':[{'input':1,'from':'09:00','to':'10:00','zone':'UTC','days':[]}] | variants[0].days",
        "'model':'m','source':'p','currency':'USD','input':1,'variants':[{'input':1,'above_input_tokens':1.5}] | variants[0].above_input_tokens",
      })
  void namesTheFieldThatCanNotBeTaken(String members, String param) {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> read("{" + members + "}"));
    assertEquals(param, refused.param());
  }

  private static NewWord<PriceKey, PriceCard> read(String json) {
    String text = json.replace('\'', '"');
    return PriceBody.word(
        new Field("", JsonProvider.provider().createReader(new StringReader(text)).readObject()));
  }
}
