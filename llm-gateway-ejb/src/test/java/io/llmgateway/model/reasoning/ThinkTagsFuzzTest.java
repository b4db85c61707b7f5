package io.llmgateway.model.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.llmgateway.model.Fuzz;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Reasoning and answer are the same however the text is cut. */
class ThinkTagsFuzzTest {
  @Provide
  Arbitrary<String> written() {
    return Fuzz.markup();
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Fuzz.cuts();
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars("ab <>/ \n中😀").ofMaxLength(30);
  }

  private record Split(String reasoning, String answer) {}

  private static Split split(List<String> pieces, boolean begins) {
    StringBuilder reasoning = new StringBuilder();
    StringBuilder answer = new StringBuilder();
    ThinkTags tags = new ThinkTags(begins);
    List<ThinkTags.Part> parts = new ArrayList<>();
    pieces.forEach(piece -> tags.accept(piece, parts::add));
    tags.end(parts::add);
    for (ThinkTags.Part part : parts) {
      assertFalse(part.text().isEmpty());
      (part.reasoning() ? reasoning : answer).append(part.text());
    }
    return new Split(reasoning.toString(), answer.toString());
  }

  @Property
  void anyCutGivesTheSame(
      @ForAll("written") String text, @ForAll("cuts") List<Integer> cuts, @ForAll boolean begins) {
    assertEquals(split(List.of(text), begins), split(Fuzz.cut(text, cuts), begins), text);
  }

  @Property
  void aTextWithoutTagsStaysAsItIs(
      @ForAll("words") String text, @ForAll("cuts") List<Integer> cuts) {
    assertEquals(new Split("", text), split(Fuzz.cut(text, cuts), false));
  }

  @Property
  void theAnswerStaysAsItIsBehindItsReasoning(
      @ForAll("words") String thought, @ForAll("words") String answer) {
    String text = "<think>" + thought + "</think>x" + answer;

    assertEquals(new Split(thought.strip(), "x" + answer), split(List.of(text), false));
  }

  /** What would take hours if each character were looked at again and again. */
  @Example
  void longTextsAreReadInOneGo() {
    int much = 2_000_000;
    for (String endless : List.of("\n", "<", "</think", "<think>", "</think>", " </th")) {
      for (String start : List.of("", "<think>", "<think>a")) {
        List<String> pieces = new ArrayList<>();
        pieces.add(start);
        for (int i = 0; i < much / endless.length(); i++) {
          pieces.add(endless);
        }
        pieces.add("end");
        split(pieces, false);
      }
    }
  }
}
