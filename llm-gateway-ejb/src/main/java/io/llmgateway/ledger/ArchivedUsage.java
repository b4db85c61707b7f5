package io.llmgateway.ledger;

import static io.llmgateway.ledger.Finding.Code.ARCHIVE_CHANGED;
import static io.llmgateway.ledger.Finding.Code.ARCHIVE_MISSING;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;

/**
 * The records of all archives in the order of their ids, as far as they can be read; what is wrong
 * with the files becomes findings.
 */
final class ArchivedUsage implements AutoCloseable {
  private final Path directory;
  private final Findings findings;
  private final ArchivedBlocks blocks;
  private final ArchivedSums sums;
  private final Iterator<UsageArchive> archives;
  private UsageArchive archive;
  private ArchiveReader reader;
  private LedgerRows.Usage next;
  private long ofThis;
  private long count;

  /**
   * @param connection in an open transaction
   * @param directory where the archives lie, or null: then their records are left out
   */
  ArchivedUsage(Connection connection, Path directory, Findings findings) throws SQLException {
    this.directory = directory;
    this.findings = findings;
    List<UsageArchive> all = new ArchiveTables(connection).archived();
    this.blocks = new ArchivedBlocks(all);
    this.sums = new ArchivedSums(connection, findings);
    if (directory == null) {
      all.forEach(a -> blocks.unreadable(a.month()));
      this.archives = List.<UsageArchive>of().iterator();
    } else {
      this.archives = all.stream().filter(this::whole).iterator();
    }
  }

  ArchivedBlocks blocks() {
    return blocks;
  }

  /** How many records have been read. */
  long count() {
    return count;
  }

  /**
   * @return the next record, which stays the next one; null after the last one
   */
  LedgerRows.Usage peek() {
    while (next == null && (reader != null || archives.hasNext())) {
      if (reader == null) {
        open(archives.next());
      }
      read();
    }
    return next;
  }

  /**
   * @return null after the last one
   */
  LedgerRows.Usage next() {
    LedgerRows.Usage record = peek();
    next = null;
    return record;
  }

  /** Compares what has been read with the sums that the database keeps. */
  void compareSums() throws SQLException {
    sums.compare();
  }

  @Override
  public void close() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        findings.add(ARCHIVE_CHANGED, archive.directory(), "it can not be closed: " + e);
      }
    }
    reader = null;
  }

  private void open(UsageArchive of) {
    archive = of;
    ofThis = 0;
    reader = new ArchiveReader(folder(of), of.contents().files());
  }

  private void read() {
    try {
      ArchivedRecord record = reader.next();
      if (record == null) {
        end();
        return;
      }
      next = record.usage();
      sums.add(archive.month(), record);
      ofThis++;
      count++;
    } catch (ArchiveReader.Damage | RuntimeException e) {
      findings.add(
          ARCHIVE_CHANGED,
          archive.directory() + "/" + reader.name(),
          "it can not be read on, after %d records of the month: %s"
              .formatted(ofThis, e.getMessage()));
      next = null;
      lose();
    }
  }

  private void end() {
    close();
    long written = archive.contents().records();
    if (ofThis != written) {
      findings.add(
          ARCHIVE_CHANGED,
          archive.directory(),
          "it was written with %d records, and has %d".formatted(written, ofThis));
    }
    sums.end(archive.month());
  }

  /** What comes after this can not be checked. */
  private void lose() {
    close();
    blocks.unreadable(archive.month());
  }

  /** Looks at each file; what is only changed can still be read, to find out what was changed. */
  private boolean whole(UsageArchive of) {
    boolean there = same(of, ArchiveFolder.MANIFEST, of.contents().manifestHash());
    for (ArchiveFile file : of.contents().files()) {
      there &= same(of, file.name(), file.hash());
    }
    if (!there) {
      blocks.unreadable(of.month());
    }
    return there;
  }

  /**
   * @return false when the file is not there
   */
  private boolean same(UsageArchive of, String name, String written) {
    String place = of.directory() + "/" + name;
    try {
      String hash = folder(of).hash(name);
      if (!hash.equals(written)) {
        findings.add(
            ARCHIVE_CHANGED,
            place,
            "it was written with the hash %s, and has %s".formatted(written, hash));
      }
      return true;
    } catch (NoSuchFileException e) {
      findings.add(ARCHIVE_MISSING, place, "the file of " + of.month() + " is not there");
    } catch (IOException e) {
      findings.add(ARCHIVE_MISSING, place, "it can not be read: " + e);
    }
    return false;
  }

  private ArchiveFolder folder(UsageArchive of) {
    return new ArchiveFolder(directory.resolve(of.directory()));
  }
}
