package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Writes a month's records to files and reads them back. This may take minutes: on a connection of
 * its own, in no JTA transaction, with no more than a page of rows in memory.
 */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class ArchiveExport {
  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private Clock clock;

  public ArchiveExport() {}

  ArchiveExport(DataSource connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * @param path a folder that is not there
   * @param fileSize bytes of text after which a new file begins
   * @return what is on the disk, whole and read back
   * @throws IOException when it could not be written, or does not read back as it was written
   * @throws ChatException.Final CONFLICT when the records are not as they were sealed
   */
  public UsageArchive.Contents write(Month month, Path path, int fileSize) throws IOException {
    ArchiveFolder folder = new ArchiveFolder(path);
    folder.create();
    List<ArchiveFile> files;
    ArchiveTally tally = new ArchiveTally();
    try (Connection connection = connections.getConnection();
        LedgerSnapshot snapshot = new LedgerSnapshot(connection)) {
      files = write(connection, month, folder, fileSize, tally);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    } catch (ArchiveBlockCheck.LedgerDamage e) {
      throw ArchiveJournal.conflict(
          "The month %s is not archived, %s; verify the ledger.".formatted(month, e.getMessage()));
    }
    ArchiveTally.Result written = tally.result();
    readBack(folder, files, written);
    String hash =
        folder.writeManifest(ArchiveManifest.text(month, clock.instant(), written, files));
    if (!folder.hash(ArchiveFolder.MANIFEST).equals(hash)) {
      throw new IOException("the manifest does not read back as it was written");
    }
    return new UsageArchive.Contents(
        hash, written.records(), written.firstId(), written.lastId(), files, written.chains());
  }

  private static List<ArchiveFile> write(
      Connection connection, Month month, ArchiveFolder folder, int fileSize, ArchiveTally tally)
      throws SQLException, IOException {
    List<ArchiveFile> files = new ArrayList<>();
    ArchiveBlockCheck blocks = new ArchiveBlockCheck(connection);
    RowCursor<ArchiveRows.Row> rows = ArchiveRows.of(connection, month);
    while (rows.peek() != null) {
      try (ArchiveFileWriter file = new ArchiveFileWriter(folder, month, files.size() + 1)) {
        do {
          ArchiveRows.Row row = rows.next();
          ArchivedRecord record = row.record();
          tally.add(record);
          blocks.add(record);
          file.add(row.id(), row.csv());
        } while (rows.peek() != null && file.size() < fileSize);
        files.add(file.end());
      }
    }
    blocks.end();
    return files;
  }

  private static void readBack(
      ArchiveFolder folder, List<ArchiveFile> files, ArchiveTally.Result written)
      throws IOException {
    for (ArchiveFile file : files) {
      if (!folder.hash(file.name()).equals(file.hash())) {
        throw new IOException(file.name() + " does not read back as it was written");
      }
    }
    ArchiveTally read = new ArchiveTally();
    try (ArchiveReader reader = new ArchiveReader(folder, files)) {
      for (ArchivedRecord record = reader.next(); record != null; record = reader.next()) {
        read.add(record);
      }
    } catch (ArchiveReader.Damage e) {
      throw new IOException("an archive does not read back: " + e.getMessage(), e);
    }
    if (!read.result().equals(written)) {
      throw new IOException("the records of an archive do not read back as they were written");
    }
  }
}
