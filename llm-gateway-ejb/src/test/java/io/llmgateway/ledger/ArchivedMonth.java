package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The archives of booked calls, and a look at what is left of them. */
final class ArchivedMonth {
  final UsageArchives service;
  VerificationSummary summary;
  private final BookedCalls calls;
  private final Clock clock;
  private final Path folder;

  ArchivedMonth(BookedCalls calls, Clock clock, Path folder) {
    this.calls = calls;
    this.clock = clock;
    this.folder = folder;
    service = new UsageArchives(calls.database.archives(calls.team.self, clock), export(), clock);
    service.apply(new RetentionSettings(null, folder, 1 << 20));
  }

  ArchiveExport export() {
    return new ArchiveExport(calls.database.source, clock);
  }

  UsageArchives.Made archive(Month month) {
    return service.archive(month, "jane");
  }

  /** How many records are in the database. */
  long stored() {
    return Long.parseLong(calls.database.query("select count(*) from usage_record").get(0));
  }

  /** The findings of a verification, whose summary stays. */
  List<Finding> findings(Path archives) throws SQLException {
    List<Finding> found = new ArrayList<>();
    try (Connection connection = calls.database.source.getConnection()) {
      summary =
          new LedgerVerification(connection, 100, found::add, Clock.systemUTC(), archives)
              .run(List.of());
    }
    return found;
  }

  void verifiesWith(long checked, long unchecked, long stored) throws SQLException {
    assertEquals(List.of(), findings(folder));
    assertEquals(checked, summary.archivedChecked());
    assertEquals(unchecked, summary.archivedUnchecked());
    assertEquals(stored, summary.rows().get("usage_record"));
  }
}
