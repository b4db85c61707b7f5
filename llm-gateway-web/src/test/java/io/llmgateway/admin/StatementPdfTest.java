package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.ledger.AccountStatement;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.Invoice;
import io.llmgateway.ledger.Month;
import io.llmgateway.ledger.StatementEntry;
import io.llmgateway.ledger.StatementUsage;
import io.llmgateway.ledger.TokenSums;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class StatementPdfTest {
  private static final Month OCTOBER = Month.parse("2026-10");
  private static final Instant AFTER = Instant.parse("2026-11-02T08:00:00Z");

  @Test
  void saysWhatTheStatementSays() throws IOException {
    String text = text(statement("team-research", 1), invoice());
    assertTrue(text.contains("Invoice 2026-000017"), text);
    assertTrue(text.contains("team-research"), text);
    assertTrue(text.contains("100.000000000001"), text);
    assertTrue(text.contains("98.77"), text);
    assertTrue(text.contains("98.765432100001"), text);
    assertTrue(text.contains("payment 0"), text);
    assertTrue(text.contains("gpt-large"), text);
    assertTrue(text.contains("0.27"), text);
    assertTrue(text.contains("page 1 of 1"), text);
    assertFalse(text.contains("shown as boxes"), text);
  }

  @Test
  void goesOnOverAsManyPagesAsItNeeds() throws IOException {
    AccountStatement statement = statement("team", 400);
    String text = text(statement, null);
    for (int i = 0; i < 400; i++) {
      assertTrue(text.contains("payment " + i), "payment " + i);
    }
    assertTrue(text.contains("page 2 of "));
    assertThrows(ChatException.Final.class, () -> StatementPdf.of(statement("team", 6_000), null));
  }

  /** No font of the machine is asked, so what the embedded one lacks is a box, and it says so. */
  @Test
  void showsWhatItsFontLacksAsBoxesAndSaysSo() throws IOException {
    String text = text(statement("研究部 Ж é \u0007 😀", 1), null);
    assertTrue(text.contains("Ж é"), text);
    assertFalse(text.contains("研"), text);
    assertTrue(text.contains("shown as boxes"), text);
  }

  @Test
  void roundsForTheEyeHalfToEvenAtThePlacesOfTheCurrency() {
    assertEquals("0.02", Rounded.of(Amount.of("0.025", "USD")).toPlainString());
    assertEquals("0.04", Rounded.of(Amount.of("0.035", "USD")).toPlainString());
    assertEquals("12", Rounded.of(Amount.of("12.4", "JPY")).toPlainString());
  }

  private static String text(AccountStatement statement, Invoice invoice) throws IOException {
    byte[] file = StatementPdf.of(statement, invoice);
    String folder = System.getProperty("statement.pdf.folder");
    if (folder != null) {
      Files.write(Path.of(folder, statement.entries().size() + "-" + file.length + ".pdf"), file);
    }
    try (PDDocument document = Loader.loadPDF(file)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static Invoice invoice() {
    return new Invoice(
        "id",
        "2026-000017",
        "Example Ltd",
        "team-research",
        OCTOBER,
        Amount.of("0", "USD"),
        Amount.of("1.2345679", "USD"),
        Amount.of("98.765432100001", "USD"),
        "0".repeat(64),
        "admin",
        AFTER);
  }

  private static AccountStatement statement(String account, int entries) {
    List<StatementEntry> all = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      all.add(
          new StatementEntry(
              "entry " + i,
              "TOP_UP",
              "payment " + i,
              OCTOBER.start().plusSeconds(i),
              "admin",
              "a reason that is so long that it can not stand on one line of the table, and so it"
                  + " goes on below",
              Amount.of(i == 0 ? "100.000000000001" : "0", "USD")));
    }
    PriceCard card =
        new PriceCard(
            new BigDecimal("0.27"), new BigDecimal("1.10"), null, null, "USD", "price list");
    StatementUsage usage =
        new StatementUsage(
            "gpt-large",
            "key of the batch job",
            true,
            new StatementUsage.PricedBy("price", card, null, null, null, new BigDecimal("1.1")),
            12,
            new TokenSums(4_000_000_000L, 20_000, 100, 0, 300),
            0,
            Amount.of("1.2345679", "USD"),
            Amount.of("0", "USD"));
    return new AccountStatement(
        account,
        OCTOBER,
        Amount.of("0", "USD"),
        all,
        List.of(usage),
        Amount.of("1.2345679", "USD"),
        false,
        AFTER);
  }
}
