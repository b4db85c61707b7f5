package io.llmgateway.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A month whose usage records have gone to files, or are on their way.
 *
 * @param node which process writes it, or has written it
 * @param directory the name of its folder within that of all archives
 * @param contents null while it is being written
 * @param principal who asked for it
 * @param archivedAt null while it is being written
 */
public record UsageArchive(
    Month month,
    State state,
    String node,
    String directory,
    Contents contents,
    String principal,
    Instant startedAt,
    Instant archivedAt) {

  /** Whether the records are still in the database. */
  public enum State {
    WRITING,
    ARCHIVED
  }

  /**
   * What was written, and read back.
   *
   * @param manifestHash SHA-256 of the manifest, in hexadecimal
   * @param firstId null for a month without records, as {@code lastId}
   */
  public record Contents(
      String manifestHash,
      long records,
      String firstId,
      String lastId,
      List<ArchiveFile> files,
      List<ArchivedChain> chains) {
    public Contents {
      files = List.copyOf(files);
      chains = List.copyOf(chains);
    }
  }
}
