package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvLineTest {

  @Test
  void quotesWhatNeedsIt() {
    assertEquals(
        "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",,\u00e4\r\n",
        written(
            new CsvLine()
                .text("plain")
                .text("a,b")
                .text("say \"hi\"")
                .text("two\r\nlines")
                .text(null)
                .text("\u00e4")));
  }

  @Test
  void letsNoSpreadsheetTakeTextForAFormula() {
    assertEquals(
        "'=1+1,'+1,'-1,'@SUM(A1),'\t=1,\"'=HYPERLINK(\"\"x\"\",1)\"\r\n",
        written(
            new CsvLine()
                .text("=1+1")
                .text("+1")
                .text("-1")
                .text("@SUM(A1)")
                .text("\t=1")
                .text("=HYPERLINK(\"x\",1)")));
  }

  @Test
  void writesNumbersExactly() {
    assertEquals(
        "-0.000000000001,100,0,,true,-7\r\n",
        written(
            new CsvLine()
                .sum(new BigDecimal("-0.000000000001"))
                .sum(new BigDecimal("1E+2"))
                .sum(new BigDecimal("0.000000000000"))
                .sum(null)
                .flag(true)
                .number(-7)));
  }

  private static String written(CsvLine line) {
    return new String(line.end().take(), StandardCharsets.UTF_8);
  }
}
