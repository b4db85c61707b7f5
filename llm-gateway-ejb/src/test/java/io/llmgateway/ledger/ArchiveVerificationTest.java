package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed in an archive behind the gateway's back is found, and named. */
class ArchiveVerificationTest {
  private static final Month JANUARY = Month.parse("2026-01");

  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock("2026-01-10T12:00:00Z");
  private BookedCalls calls;
  private ArchivedMonth archives;
  private UsageArchive archive;
  private Path file;

  @BeforeEach
  void book() {
    calls = new BookedCalls(TestDatabase.Provider.ECLIPSELINK, clock);
    archives = new ArchivedMonth(calls, clock, folder);
    for (int i = 1; i <= 3; i++) {
      calls.book(
          "key",
          attempt(1, EndState.FAILED_BEFORE_OUTPUT, Usage.NONE),
          attempt(2, EndState.COMPLETE, Usage.of(i, 0)));
    }
    clock.forward(Duration.ofDays(30));
    calls.book("key", EndState.COMPLETE, 5);
  }

  private void archive() {
    archive = archives.archive(JANUARY).archive();
    file = folder.resolve(archive.directory()).resolve(archive.contents().files().get(0).name());
  }

  /** The findings, each as its code and its row. */
  private List<String> found() throws SQLException {
    return archives.findings(folder).stream().map(f -> f.code().text() + " " + f.row()).toList();
  }

  private String place(String name) {
    return archive.directory() + "/" + name;
  }

  private interface Change {
    void on(List<String> lines);
  }

  private void edit(Change change) throws IOException {
    List<String> lines;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      lines = new ArrayList<>(text.lines().toList());
    }
    change.on(lines);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Files.write(file, bytes.toByteArray());
  }

  @Test
  void findsAChangedByte() throws Exception {
    archive();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    List<String> found = found();
    assertTrue(
        found.contains("archive_changed " + place(file.getFileName().toString())),
        found.toString());
  }

  @Test
  void findsAnAmountThatWasChanged() throws Exception {
    archive();
    edit(lines -> lines.set(2, lines.get(2).replace("1.000000000000", "0.100000000000")));
    String second = archive.contents().files().get(0).firstId();
    List<String> found = found();
    assertTrue(
        found.contains("archive_changed " + place(file.getFileName().toString())),
        found.toString());
    assertTrue(found.stream().anyMatch(f -> f.startsWith("record_computes_differently ")));
    assertTrue(found.stream().anyMatch(f -> f.startsWith("records_changed 1/")));
    assertTrue(found.contains("summary_differs 2026-01 team USD"));
    assertTrue(found.stream().noneMatch(f -> f.equals("record_computes_differently " + second)));
  }

  @Test
  void findsARowThatWasRemoved() throws Exception {
    archive();
    List<String> removed = new ArrayList<>();
    edit(
        lines -> {
          removed.add(lines.remove(4));
          removed.add(lines.remove(3));
        });
    String entry =
        calls
            .database
            .query("select id from journal_entry where kind = 'SETTLEMENT' order by id")
            .get(1);
    assertTrue(removed.get(0).contains(entry));
    List<String> found = found();
    assertTrue(found.contains("archive_changed " + archive.directory()), found.toString());
    assertTrue(found.contains("call_without_record " + entry), found.toString());
    assertTrue(found.stream().anyMatch(f -> f.startsWith("records_changed 1/")));
  }

  @Test
  void findsAFileThatIsMissing() throws Exception {
    archive();
    Files.delete(file);
    assertEquals(List.of("archive_missing " + place(file.getFileName().toString())), found());
    assertEquals(3, archives.summary.archivedUnchecked());
    Files.delete(folder.resolve(place("manifest.json")));
    Files.delete(folder.resolve(archive.directory()));
    assertEquals(2, found().size());
  }

  @Test
  void findsAManifestThatWasChanged() throws Exception {
    archive();
    Path manifest = folder.resolve(place("manifest.json"));
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"records\": 6", "\"records\": 5"));
    assertEquals(List.of("archive_changed " + place("manifest.json")), found());
    assertTrue(archives.service.manifest(archive).isEmpty());
  }

  @Test
  void findsAFileThatWasCutOff() throws Exception {
    archive();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 20));
    List<Finding> found = archives.findings(folder);
    assertEquals(2, found.size(), found.toString());
    assertEquals(Finding.Code.ARCHIVE_CHANGED, found.get(1).code());
    assertTrue(found.get(1).message().contains("can not be read on"), found.toString());
  }

  @Test
  @Tag("h2") // the others refuse the change
  void findsSumsThatWereChanged() throws Exception {
    archive();
    calls.database.execute("update usage_summary set charge = charge + 1 where charge > 1");
    assertEquals(List.of("summary_differs 2026-01 team USD"), found());
  }

  @Test
  @Tag("h2") // the others refuse the change
  void findsAPostingThatWasChangedInAnArchivedMonth() throws Exception {
    archive();
    calls.database.execute(
        "update posting set amount = amount * 2 where entry_id = (select min(id) from"
            + " journal_entry where kind = 'SETTLEMENT')");
    assertTrue(found().stream().anyMatch(f -> f.startsWith("entries_changed 1/")));
    assertTrue(
        archives.findings(null).stream().anyMatch(f -> f.code() == Finding.Code.ENTRIES_CHANGED));
  }

  @Test
  @Tag("h2") // the others refuse the change
  void aMonthThatDoesNotVerifyIsNotArchived() {
    calls.database.execute("update usage_record set charge = 3 where charge = 2");
    ChatException.Final refused = assertThrows(ChatException.Final.class, this::archive);
    assertTrue(refused.getMessage().contains("the usage records of block 1/"), refused.toString());
    assertEquals(7, archives.stored());
    assertEquals(List.of("0"), calls.database.query("select count(*) from usage_archive"));
  }
}
