package io.llmgateway.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of one call journal: appended to, one after the other, and deleted once every call that
 * has lines in them is booked. Safe for use by many threads.
 */
final class CallFiles implements AutoCloseable {
  static final String SUFFIX = ".calls";

  /** A file is closed when it has grown to this many bytes. */
  private static final long LONG_ENOUGH = 16L << 20;

  private final CallFolder folder;
  private final Map<String, List<CallFile>> open = new HashMap<>();
  private CallFile current;
  private int count;

  CallFiles(CallFolder folder) throws IOException {
    this.folder = folder;
    this.current = next();
  }

  /** One file, and how many calls with lines in it are not booked. */
  private static final class CallFile {
    final Path path;
    final FileChannel channel;
    int calls;

    CallFile(Path path) throws IOException {
      this.path = path;
      this.channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  /**
   * Appends lines of a call; they are with the operating system when this returns.
   *
   * @param lines each with its end
   */
  synchronized void append(String callId, String lines) throws IOException {
    if (current.channel.position() >= LONG_ENOUGH) {
      CallFile full = current;
      current = next();
      full.channel.close();
      deleteIfDone(full);
    }
    write(lines);
    List<CallFile> files = open.getOrDefault(callId, List.of());
    if (!files.contains(current)) {
      current.calls++;
      open.put(callId, Stream.concat(files.stream(), Stream.of(current)).toList());
    }
  }

  synchronized void end(Collection<String> callIds) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String callId : callIds) {
      if (open.containsKey(callId)) {
        lines.append(CallLines.booked(callId));
      }
    }
    write(lines.toString());
    for (String callId : callIds) {
      List<CallFile> files = open.remove(callId);
      if (files != null) {
        for (CallFile file : files) {
          file.calls--;
          deleteIfDone(file);
        }
      }
    }
  }

  private void deleteIfDone(CallFile file) throws IOException {
    if (file != current && file.calls == 0) {
      Files.deleteIfExists(file.path);
    }
  }

  /** Writes all or nothing: a half line in the middle could not be read. */
  private void write(String lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
    long before = current.channel.position();
    try {
      while (bytes.hasRemaining()) {
        current.channel.write(bytes);
      }
    } catch (IOException e) {
      current.channel.truncate(before);
      throw e;
    }
  }

  private CallFile next() throws IOException {
    count++;
    return new CallFile(folder.path().resolve("%06d".formatted(count) + SUFFIX));
  }

  @Override
  public synchronized void close() {
    try {
      current.channel.close();
      if (open.isEmpty()) {
        folder.delete();
      }
    } catch (IOException e) {
      // what is left is read at the next start
    } finally {
      folder.close();
    }
  }
}
