package io.llmgateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.llmgateway.chat.ChatRequest;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a model writes, the calls in it are the same however the text is cut. */
class ToolCallTextFuzzTest {
  private static final Map<String, OfferedTools.Tool> TOOLS = tools();

  private static Map<String, OfferedTools.Tool> tools() {
    JsonObject body =
        (JsonObject)
            JsonDocuments.parse(
                """
                {"tools":[{"type":"function","function":{"name":"look","parameters":
                {"type":"object","properties":{"place":{"type":"string"},"n":{"type":"integer"}}}}}]}
                """);
    return OfferedTools.of(new ChatRequest("m", body, true, false, 1, 0, 1)).tools();
  }

  @Provide
  Arbitrary<String> written() {
    return Fuzz.markup();
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Fuzz.cuts();
  }

  @Provide
  Arbitrary<String> prose() {
    return Arbitraries.strings().withChars("abc .,;\n\täß中😀'\"()").ofMaxLength(60);
  }

  /** Texts joined as long as no call is between them. */
  private static List<Object> found(List<String> pieces, boolean cut) {
    List<Object> found = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    ToolCallText text =
        new ToolCallText(
            TOOLS,
            new ToolCallText.Findings() {
              @Override
              public void text(String more) {
                open.append(more);
              }

              @Override
              public void call(WrittenCall call) {
                if (open.length() > 0) {
                  found.add(open.toString());
                  open.setLength(0);
                }
                found.add(call);
              }
            });
    pieces.forEach(text::accept);
    text.end(cut);
    if (open.length() > 0) {
      found.add(open.toString());
    }
    return found;
  }

  @Property
  void anyCutGivesTheSame(
      @ForAll("written") String text, @ForAll("cuts") List<Integer> cuts, @ForAll boolean stopped) {
    assertEquals(found(List.of(text), stopped), found(Fuzz.cut(text, cuts), stopped), text);
  }

  @Property
  void textWithoutMarksStaysAsItIs(
      @ForAll("prose") String text, @ForAll("cuts") List<Integer> cuts) {
    assertEquals(text.isEmpty() ? List.of() : List.of(text), found(Fuzz.cut(text, cuts), false));
  }

  @Property
  void aCallInAnyDialectIsReadBack(
      @ForAll("prose") String place,
      @ForAll ToolDialect dialect,
      @ForAll("cuts") List<Integer> cuts) {
    JsonObject arguments = JsonDocuments.JSON.createObjectBuilder().add("place", place).build();
    if (dialect == ToolDialect.XML && !place.equals(place.strip())) {
      return; // blanks around a value belong to the markup there
    }
    String text = dialect.calls(List.of(dialect.call("look", arguments.toString())));

    List<Object> found = found(Fuzz.cut(text, cuts), false);

    assertEquals(1, found.size(), text);
    WrittenCall call = (WrittenCall) found.get(0);
    assertEquals("look", call.name());
    assertEquals(arguments, JsonRepair.object(call.arguments()), text);
  }

  @Property
  void nothingOfTheTextIsLostUnlessItWasACall(@ForAll("written") String text) {
    List<Object> found = found(List.of(text), false);
    if (found.stream().noneMatch(WrittenCall.class::isInstance)) {
      String all = found.isEmpty() ? "" : (String) found.get(0);
      String bare = text.replaceAll("</?(function_calls|tool_calls)>", "");
      assertEquals(squeezed(bare), squeezed(all));
    }
  }

  private static String squeezed(String text) {
    return text.replaceAll("</?(function_calls|tool_calls)>", "").replaceAll("\\s+", "");
  }

  /** What would take hours if each character were looked at again and again. */
  @Example
  void longTextsAreReadInOneGo() {
    int much = 3_000_000;
    for (String endless :
        List.of(
            "<parameter=a>",
            "<parameter=place>x</parameter> <",
            "<tool_call>",
            "{\"name\":\"look\" ",
            "</tool_call>",
            "\"arguments\" ",
            "{\"a\":",
            "<function=",
            "< ",
            "\n",
            "` ",
            "```\n{")) {
      String text = endless.repeat(much / endless.length());
      for (String start : List.of("", "<function=look>", "<tool_call>", "```json\n{\"name\":")) {
        assertNotNull(found(List.of(start + text + "</function>"), false));
      }
    }
  }
}
