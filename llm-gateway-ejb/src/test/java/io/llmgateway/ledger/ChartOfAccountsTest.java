package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChartOfAccountsTest {

  @Test
  void theDocumentHoldsTheSameTable() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../docs/accounting.md")).stream()
            .map(line -> line.split(" \\| "))
            .filter(cells -> cells.length == 5 && cells[0].startsWith("| `"))
            .map(cells -> String.join(" | ", cells[0], cells[1], cells[2]))
            .toList();
    assertEquals(
        ChartOfAccounts.accounts().stream()
            .map(
                a ->
                    "| `%s` | %s | %s"
                        .formatted(
                            a.name(),
                            a.kind().name().toLowerCase(Locale.ROOT),
                            a.kind().normalSide()))
            .toList(),
        documented);
  }

  @Test
  void knowsAccountsOfAProviderAndNoOthers() {
    assertEquals(
        ChartOfAccounts.Kind.EXPENSE,
        ChartOfAccounts.of(LedgerAccounts.providerCost("deepseek")).kind());
    assertEquals(
        ChartOfAccounts.Kind.LIABILITY, ChartOfAccounts.of(LedgerAccounts.wallet("a")).kind());
    assertThrows(IllegalArgumentException.class, () -> ChartOfAccounts.of("wallet:"));
    assertThrows(IllegalArgumentException.class, () -> ChartOfAccounts.of("revenues"));
  }
}
