package io.llmgateway.ledger;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes one file of an archive. */
final class ArchiveFileWriter implements AutoCloseable {
  private final ArchiveFolder folder;
  private final int number;
  private final String name;
  private final MessageDigest digest = ArchiveFolder.sha256();
  private final Counted counted;
  private final OutputStream out;
  private long text;
  private long records;
  private String firstId;
  private String lastId;

  /**
   * @param number from 1
   */
  ArchiveFileWriter(ArchiveFolder folder, Month month, int number) throws IOException {
    this.folder = folder;
    this.number = number;
    this.name = String.format(Locale.ROOT, "usage-%s-%04d.csv.gz", month, number);
    this.counted =
        new Counted(Files.newOutputStream(folder.file(name), StandardOpenOption.CREATE_NEW));
    this.out =
        new BufferedOutputStream(
            new GZIPOutputStream(new DigestOutputStream(counted, digest), 1 << 16), 1 << 16);
    write(ArchiveCsv.HEADER);
  }

  void add(String id, String line) throws IOException {
    write(line);
    records++;
    firstId = firstId == null ? id : firstId;
    lastId = id;
  }

  /**
   * @return bytes before compression
   */
  long size() {
    return text;
  }

  /** Ends the file, and waits until it is on the disk. */
  ArchiveFile end() throws IOException {
    out.close();
    ArchiveFolder.force(folder.file(name));
    return new ArchiveFile(
        number,
        name,
        HexFormat.of().formatHex(digest.digest()),
        counted.bytes,
        records,
        firstId,
        lastId);
  }

  @Override
  public void close() throws IOException {
    counted.close();
  }

  private void write(String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    out.write('\n');
    text += bytes.length + 1;
  }

  /** Counts bytes. */
  private static final class Counted extends FilterOutputStream {
    private long bytes;

    private Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      bytes += length;
    }
  }
}
