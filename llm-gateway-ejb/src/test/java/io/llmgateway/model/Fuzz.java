package io.llmgateway.model;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that a parser does not like, and ways to cut them. */
public final class Fuzz {
  private static final List<String> JSON =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "'",
          "\\",
          "\\u",
          "\\ud83d",
          "\\\"",
          "//",
          "/*",
          "*/",
          "\n",
          "\r\n",
          "\t",
          " ",
          "\u00a0",
          "\ufeff",
          "\u0000",
          "\ud83d\ude00",
          "\ud83d",
          "true",
          "None",
          "null",
          "undefined",
          "NaN",
          "-",
          "1",
          "0.5",
          "1e5",
          "1e999999999",
          "-0",
          "\"a\":",
          "'b':",
          "c:",
          "\"name\":",
          "\"look\"",
          "\"arguments\":",
          "{}",
          "[]",
          "```",
          "```json\n",
          "{\"a\":1}",
          "\"{\\\"a\\\":1}\"",
          ",}",
          ",]");

  private static final List<String> CALLS =
      List.of(
          "<tool_call>",
          "</tool_call>",
          "<tool_calls>",
          "</tool_calls>",
          "<function_calls>",
          "</function_calls>",
          "<function=look>",
          "<function=",
          "</function>",
          "<invoke name=\"look\">",
          "<invoke ",
          "</invoke>",
          "<parameter=place>",
          "<parameter name=\"place\">",
          "</parameter>",
          "<tool_",
          "</tool",
          "<",
          ">",
          "=",
          "{\"name\": \"look\", \"arguments\": {\"place\": \"a\"}}",
          "{\"tool_calls\": [{\"name\": \"look\", \"arguments\": {}}]}",
          "{\"name\":\"look\"",
          "\"arguments\":\"{\\\"place\\\":1}\"",
          "Paris",
          "text ",
          "<think>",
          "</think>",
          "<seed:think>",
          "</seed:think>",
          "<thi",
          "</th");

  private Fuzz() {}

  /** Pieces of JSON and of what is mistaken for it, and any characters between them. */
  public static Arbitrary<String> json() {
    return of(JSON);
  }

  /** Pieces of the markup around tool calls and thoughts, and JSON. */
  public static Arbitrary<String> markup() {
    List<String> all = new ArrayList<>(JSON);
    all.addAll(CALLS);
    all.addAll(CALLS);
    return of(all);
  }

  private static Arbitrary<String> of(List<String> pieces) {
    Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(3);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(9, Arbitraries.of(pieces)), net.jqwik.api.Tuple.of(1, any))
        .list()
        .ofMaxSize(40)
        .map(list -> String.join("", list));
  }

  /** Lengths of pieces; the last one goes on for ever. */
  public static Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(1, 9).list().ofMinSize(1).ofMaxSize(30);
  }

  public static List<String> cut(String text, List<Integer> lengths) {
    List<String> pieces = new ArrayList<>();
    int at = 0;
    for (int i = 0; at < text.length(); i++) {
      int end = Math.min(text.length(), at + lengths.get(i % lengths.size()));
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }
}
