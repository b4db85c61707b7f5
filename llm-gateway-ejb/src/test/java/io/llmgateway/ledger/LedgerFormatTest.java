package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example of docs/ledger-format.md is what the code makes. */
class LedgerFormatTest {
  private static final Instant TIME = Instant.parse("2026-11-21T12:00:00.000123Z");
  private static final String ENTRY = "019aa64b-9e00-7000-8000-00000000000";
  private static String document;

  @BeforeAll
  static void read() throws Exception {
    document = Files.readString(Path.of("../docs/ledger-format.md"));
  }

  @Test
  void theBlockOfTheExampleIsWhatTheCodeMakes() {
    JournalEntry topUp =
        new JournalEntry(
            ENTRY + "1",
            new EntryHead(
                JournalEntry.Kind.TOP_UP, "payment|1", "jane", "two\nlines, one \\", null),
            TIME,
            1,
            2);
    JournalEntry call =
        new JournalEntry(ENTRY + "2", EntryHead.ofCall("019aa64b-9d00"), TIME, 1, 2);
    List<Posting> first =
        List.of(
            new Posting(ENTRY + "1", 1, "clearing:top-up", Amount.of("-10", "USD")),
            new Posting(ENTRY + "1", 2, "wallet:team", Amount.of("10", "USD")));
    List<Posting> second =
        List.of(
            new Posting(ENTRY + "2", 1, "wallet:team", Amount.of("-0.000003", "USD")),
            new Posting(ENTRY + "2", 2, "revenue", Amount.of("0.000003", "USD")));
    String record =
        "U|019aa64b-9e00-7000-8000-000000000003|019aa64b-9d00|1|req-1|key|team|m|m|vendor|up|channel"
            + "|chat|true|OK|COMPLETE|1|1|0|0|0|REPORTED|p1|p1|\\0|0.000000000000|USD"
            + "|0.000003000000|USD|0.000000000000|"
            + ENTRY
            + "2|2026-11-21T11:59:59.000000Z|20|300|2026-11-21T12:00:00.000123Z|\\0|\\0|0";
    assertEquals(record, UsageRecord.parse(record).canonical());
    CanonicalForm.Hash entries = new CanonicalForm.Hash().add(says(topUp.canonical()));
    first.forEach(p -> entries.add(says(p.canonical())));
    entries.add(says(call.canonical()));
    second.forEach(p -> entries.add(says(p.canonical())));
    CanonicalForm.Hash records = new CanonicalForm.Hash().add(says(record));
    Block block =
        new Block(
            1,
            2,
            "019aa64b-0000",
            InstantConverter.utc(TIME),
            2,
            1,
            says(entries.end()),
            says(records.end()),
            "ab".repeat(32));
    says(
        CanonicalForm.line(
            "B",
            block.chain(),
            block.block(),
            block.node(),
            block.createdAt(),
            block.entryCount(),
            block.recordCount(),
            block.entriesHash(),
            block.recordsHash(),
            block.previousHash()));
    says(block.hash());
  }

  @Test
  void theSealOfTheExampleIsWhatTheCodeMakes() {
    String sums =
        new CanonicalForm.Hash()
            .add(says("A|clearing:top-up|USD|-10.000000000000"))
            .add(says("A|revenue|USD|0.000003000000"))
            .add(says("A|wallet:team|USD|9.999997000000"))
            .end();
    Seal seal =
        new Seal(
            LocalDate.parse("2026-11-22"),
            LocalDateTime.parse("2026-11-22T00:01:00"),
            CanonicalForm.NO_HASH,
            List.of(new ChainHead(1, 2, "cd".repeat(32))),
            Map.of("USD", sums));
    seal.lines().forEach(LedgerFormatTest::says);
    says(seal.hash());
    assertEquals(seal, Seal.parse(seal.lines()));
  }

  @Test
  void namesEachColumnOfAUsageRecordInOrderAndEachFinding() {
    says(LedgerRows.RECORD.columns());
    Arrays.stream(Finding.Code.values()).forEach(code -> says("`" + code.text() + "`"));
  }

  private static String says(String text) {
    assertTrue(document.contains(text), () -> "docs/ledger-format.md does not say " + text);
    return text;
  }
}
