package io.llmgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PropertiesTextTest {

  private static PropertiesText parse(String text) throws PropertiesText.Malformed {
    return PropertiesText.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatTheJdkReads() throws Exception {
    String text =
        "# comment \\\na=1\n\n! other\nb : two\\\n    lines\nc d\ne\\=f=g\\\\\n"
            + "h=\\u4e2d\\t|\r\ni=\r#j\nk=v \\\r\n  # not a comment\nlast";
    Properties expected = new Properties();
    expected.load(new StringReader(text));

    assertEquals(Map.copyOf(expected), Map.<Object, Object>copyOf(parse(text).values()));
  }

  @Test
  void knowsTheLineWhereAPropertyStarts() throws Exception {
    PropertiesText text = parse("# one\na=1\\\n  2\\\n  3\n\nb=2\n");
    assertEquals(Map.of("a", 2, "b", 6), text.lines());
  }

  @Test
  void readsUtf8WithOrWithoutAByteOrderMark() throws Exception {
    assertEquals(Map.of("a", "中文😀"), parse("\uFEFFa=中文😀").values());
  }

  @Test
  void refusesABrokenEscapeWithItsLine() {
    PropertiesText.Malformed malformed =
        assertThrows(PropertiesText.Malformed.class, () -> parse("a=1\nb=\\u12G4\n"));
    assertEquals("line 2: broken \\u escape", malformed.getMessage());
  }

  @Test
  void refusesBytesThatAreNotUtf8WithTheirLine() {
    byte[] bytes = "a=1\nb=2\nc=\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    PropertiesText.Malformed malformed =
        assertThrows(PropertiesText.Malformed.class, () -> PropertiesText.parse(bytes));
    assertEquals("line 3: not UTF-8", malformed.getMessage());
  }

  @Test
  void takesTheLaterOfTwo() throws Exception {
    PropertiesText text = parse("a=1\na=2");
    assertEquals(Map.of("a", "2"), text.values());
    assertEquals(Map.of("a", 2), text.lines());
  }
}
