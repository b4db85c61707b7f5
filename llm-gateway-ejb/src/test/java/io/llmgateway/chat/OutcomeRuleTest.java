package io.llmgateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of outcomes is whole, strict, and the one in docs/outcomes.md. */
class OutcomeRuleTest {

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void everyOutcomeHasItsRow(Outcome outcome) {
    assertEquals(outcome, OutcomeRule.of(outcome).outcome());
  }

  @Test
  void theTableOfTheDocumentationIsTheData() throws IOException {
    List<String> data = rows(resource());
    List<String> documented =
        Files.readString(Path.of("../docs/outcomes.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(OutcomeRuleTest::cells)
            .toList();

    assertEquals(String.join("\n", data), String.join("\n", documented));
  }

  @Test
  void whatTheRequestItselfCausesIsNeitherRetriedNorHeldAgainstTheChannel() {
    for (Outcome outcome : List.of(Outcome.BADREQ, Outcome.TOOLONG, Outcome.FILTER)) {
      OutcomeRule rule = OutcomeRule.of(outcome);
      assertEquals(OutcomeRule.Next.GIVE_UP, rule.next());
      assertEquals(OutcomeRule.Cools.NOTHING, rule.cools());
      assertTrue(!rule.countsForBreaker(), outcome.name());
    }
  }

  @Test
  void theTwoKindsOf429Differ() {
    assertEquals(OutcomeRule.Next.SAME_CHANNEL, OutcomeRule.of(Outcome.RATE).next());
    assertEquals(OutcomeRule.Next.NEXT_CHANNEL, OutcomeRule.of(Outcome.QUOTA).next());
    assertEquals(ErrorCode.RATE_LIMIT_EXCEEDED, OutcomeRule.of(Outcome.RATE).code());
    assertEquals(ErrorCode.UPSTREAM_ERROR, OutcomeRule.of(Outcome.QUOTA).code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SERVER | SAME_CHANNEL | yes | NOTHING | no",
        "SERVER | SAME_CHANNEL | yes | NOTHING | no | upstream_error | more",
        "SERVER | SAME_CHANNEL | maybe | NOTHING | no | upstream_error",
        "SERVER | ELSEWHERE | yes | NOTHING | no | upstream_error",
        "SERVER | SAME_CHANNEL | yes | HOST | no | upstream_error",
        "SERVER | SAME_CHANNEL | yes | NOTHING | no | upstream_trouble",
        "SERVER | SAME_CHANNEL | yes | NOTHING | no | -",
        "OK | GIVE_UP | no | NOTHING | yes | upstream_error",
        "SICK | SAME_CHANNEL | yes | NOTHING | no | upstream_error"
      })
  void aRowThatIsNotOneIsRefused(String row) {
    assertThrows(IllegalArgumentException.class, () -> OutcomeRule.parse(row));
  }

  @Test
  void aMissingRowAndOneTooManyAreRefused() throws IOException {
    String table = resource();
    String server = table.lines().filter(line -> line.startsWith("SERVER")).findFirst().get();

    assertThrows(IllegalArgumentException.class, () -> OutcomeRules.parse(table + "\n" + server));
    assertThrows(
        IllegalArgumentException.class, () -> OutcomeRules.parse(table.replace(server, "")));
  }

  private static String resource() throws IOException {
    try (InputStream in = OutcomeRule.class.getResourceAsStream("outcome-rules.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> rows(String table) {
    return table
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(OutcomeRuleTest::cells)
        .toList();
  }

  /** A row's first six cells, without what only the page needs. */
  private static String cells(String row) {
    String line = row.startsWith("|") ? row.substring(1) : row;
    return String.join(
        " | ",
        Arrays.stream(line.split("\\|")).limit(6).map(c -> c.replace("`", "").trim()).toList());
  }
}
