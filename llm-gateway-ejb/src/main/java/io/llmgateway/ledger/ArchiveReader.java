package io.llmgateway.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Reads the records of an archive, file after file, one at a time. */
final class ArchiveReader implements AutoCloseable {
  private final ArchiveFolder folder;
  private final Iterator<ArchiveFile> files;
  private BufferedReader open;
  private ArchiveCsv rows;
  private String name;

  ArchiveReader(ArchiveFolder folder, List<ArchiveFile> files) {
    this.folder = folder;
    this.files = files.iterator();
  }

  /** A place in a file that can not be read as a record. */
  static final class Damage extends Exception {
    private static final long serialVersionUID = 1L;

    private Damage(String message, Exception cause) {
      super(message, cause);
    }
  }

  /** The name of the file that is being read. */
  String name() {
    return name;
  }

  /**
   * @return null after the last record
   */
  ArchivedRecord next() throws Damage {
    try {
      while (true) {
        List<String> row = open == null ? null : rows.next();
        if (row != null) {
          return ArchivedRecord.parse(row);
        }
        close();
        if (!files.hasNext()) {
          return null;
        }
        name = files.next().name();
        open = folder.open(name);
        rows = new ArchiveCsv(open);
        readHeader();
      }
    } catch (IOException | RuntimeException e) {
      throw new Damage("line %d: %s".formatted(rows == null ? 0 : rows.line(), e.getMessage()), e);
    }
  }

  private void readHeader() throws IOException {
    List<String> header = rows.next();
    if (header == null || !String.join(",", header).equals(ArchiveCsv.HEADER)) {
      throw new IOException("it does not begin with the names of the columns");
    }
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
