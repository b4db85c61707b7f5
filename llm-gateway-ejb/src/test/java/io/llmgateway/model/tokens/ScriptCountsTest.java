package io.llmgateway.model.tokens;

import static io.llmgateway.model.PreparedModel.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Usage;
import io.llmgateway.model.tokens.ScriptCounts.Kind;
import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptCountsTest {

  /** In texts ~ is a line break and _ a space. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two_words|{WORDS=2, LONG_LETTERS=1}",
        "camelCaseName|{WORDS=3, LONG_LETTERS=1}",
        "URL|{WORDS=1}",
        "中文，两个。|{HAN=4, WIDE_PUNCTUATION=2}",
        "日本のカナ|{HAN=2, KANA_AND_HANGUL=3}",
        "Привет|{OTHER_LETTERS=6}",
        "2026|{DIGITS=4}",
        "a__=_b();|{WORDS=2, PUNCTUATION_RUNS=2, FURTHER_PUNCTUATION=2, BLANK_RUNS=1}",
        "a~____b~~c|{WORDS=3, BLANK_RUNS=2}",
        "😀|{SYMBOLS=1}",
        "é|{WORDS=1}",
      })
  void tellsCharactersApart(String text, String counts) {
    assertEquals(counts, counts(ScriptCounts.of(text.replace('~', '\n').replace('_', ' '))));
  }

  @Test
  void countsWhatTheModelReadsAndNoAddresses() {
    ScriptCounts counts =
        ScriptCounts.of(
            json(
                "{'user':'somebody','messages':[{'role':'user','content':[{'type':'text',"
                    + "'text':'中'},{'type':'image_url','image_url':{'url':'data:xxxx'}}]},"
                    + "{'role':'assistant','content':null,'tool_calls':[{'id':'国'}]}],"
                    + "'tools':[{'a':'文'}]}"));

    assertEquals(3, counts.count(Kind.HAN));
    assertEquals(2, counts.count(Kind.MESSAGES));
    assertEquals(2, counts.count(Kind.WORDS));
  }

  @Test
  void eachModelHasItsOwnRatios() {
    TokenCalibrations calibrations = new TokenCalibrations();
    JsonObject body = json("{'messages':[{'role':'user','content':'中文字符的数量很多很多'}]}");
    long known = calibrations.prompt("a", body);

    for (int i = 0; i < 50; i++) {
      calibrations.learn("a", body, Usage.of(3 * known, 1));
    }

    assertEquals(3 * known, calibrations.prompt("a", body), 2);
    assertEquals(known, calibrations.prompt("b", body));
    assertTrue(calibrations.medianError("b").isEmpty());
    assertTrue(calibrations.medianError("a").orElseThrow() < 0.1);
  }

  @Test
  void learnsNothingFromImages() {
    TokenCalibrations calibrations = new TokenCalibrations();
    JsonObject image =
        json(
            "{'messages':[{'role':'user','content':[{'type':'text','text':'x'},"
                + "{'type':'image_url','image_url':{'url':'data:'}}]}]}");

    calibrations.learn("a", image, Usage.of(900, 1));

    assertFalse(ScriptCounts.onlyText(image));
    assertTrue(calibrations.medianError("a").isEmpty());
  }

  private static String counts(ScriptCounts counts) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind != Kind.MESSAGES && counts.count(kind) > 0)
        .map(kind -> kind + "=" + counts.count(kind))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
