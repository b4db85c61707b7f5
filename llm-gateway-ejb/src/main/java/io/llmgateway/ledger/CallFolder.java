package io.llmgateway.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one node's call journal. It is locked for as long as its process lives, so that the
 * next one that finds it unlocked knows that the node is dead.
 */
final class CallFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String NODE = "node";

  private final Path path;
  private final FileChannel lockFile;

  private CallFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * @param parent where all nodes of this machine have their folders
   */
  static CallFolder create(Path parent, String node) throws IOException {
    Path path = Files.createDirectories(parent.resolve(node));
    CallFolder folder = lock(path);
    if (folder == null) {
      throw new IOException(path + " is in use");
    }
    folder.belongTo(node);
    return folder;
  }

  /**
   * @return the folders that dead processes have left, now locked by this one
   */
  static List<CallFolder> abandoned(Path parent) throws IOException {
    List<CallFolder> found = new ArrayList<>();
    if (Files.isDirectory(parent)) {
      try (Stream<Path> children = Files.list(parent)) {
        for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
          CallFolder folder = lock(child);
          if (folder != null) {
            found.add(folder);
          }
        }
      }
    }
    return found;
  }

  private static CallFolder lock(Path path) throws IOException {
    FileChannel file;
    try {
      file =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return new CallFolder(path, file);
      }
    } catch (OverlappingFileLockException e) {
      // another application of this process
    }
    file.close();
    return null;
  }

  Path path() {
    return path;
  }

  /** The node has a new id: it had been taken to be dead. */
  void belongTo(String node) throws IOException {
    Files.writeString(path.resolve(NODE), node);
  }

  /**
   * @return the id of the node that wrote here, or null when it never came to that
   */
  String node() throws IOException {
    Path file = path.resolve(NODE);
    return Files.exists(file) ? Files.readString(file).strip() : null;
  }

  /**
   * @return what is not booked, as far as the files know
   */
  CallLines read() throws IOException {
    CallLines lines = new CallLines();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file :
          files.filter(f -> f.toString().endsWith(CallFiles.SUFFIX)).sorted().toList()) {
        lines.read(Files.readString(file));
      }
    }
    return lines;
  }

  /** Removes the folder and all that is in it. */
  void delete() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      // the lock ends with the process
    }
  }
}
