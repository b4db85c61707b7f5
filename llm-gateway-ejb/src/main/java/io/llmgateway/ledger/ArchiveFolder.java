package io.llmgateway.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The folder of one archive: files of records, and the manifest. */
final class ArchiveFolder {
  static final String MANIFEST = "manifest.json";
  private static final int BUFFER = 1 << 16;

  private final Path path;

  ArchiveFolder(Path path) {
    this.path = path;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Makes the folder, which must not be there. */
  void create() throws IOException {
    Files.createDirectories(path.getParent());
    Files.createDirectory(path);
    force(path.getParent());
  }

  /**
   * @return the hash of what was written, which is on the disk by now
   */
  String writeManifest(byte[] text) throws IOException {
    Files.write(file(MANIFEST), text, StandardOpenOption.CREATE_NEW);
    force(file(MANIFEST));
    force(path);
    return HexFormat.of().formatHex(sha256().digest(text));
  }

  /**
   * @return SHA-256 of a file's bytes, in hexadecimal
   * @throws NoSuchFileException when it is not there
   */
  String hash(String name) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file(name));
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The text of a file of records. */
  BufferedReader open(String name) throws IOException {
    InputStream in = Files.newInputStream(file(name));
    try {
      return new BufferedReader(
          new InputStreamReader(
              new GZIPInputStream(in, BUFFER),
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT)),
          BUFFER);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Removes what is there of an archive that was not finished. */
  void delete() throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    List<Path> files;
    try (var all = Files.list(path)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(path);
  }

  /** Waits until a file, or the names in a folder, are on the disk. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
