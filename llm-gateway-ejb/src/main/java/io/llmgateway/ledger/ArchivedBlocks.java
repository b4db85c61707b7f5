package io.llmgateway.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which blocks have records in archives, and which of these archives can be read. */
final class ArchivedBlocks {
  private final List<UsageArchive> archives;
  private final Set<Month> unreadable = new HashSet<>();
  private long checked;
  private long unchecked;

  ArchivedBlocks(List<UsageArchive> archives) {
    this.archives = new ArrayList<>(archives);
  }

  /** From now on, nothing that depends on the records of this month can be checked. */
  void unreadable(Month month) {
    unreadable.add(month);
  }

  /** Whether all records of a block are within reach. */
  boolean readable(int chain, long block) {
    return unreadable.isEmpty()
        || archives.stream()
            .noneMatch(a -> unreadable.contains(a.month()) && holds(a, chain, block));
  }

  /** Counts a block that has passed. */
  void count(Block block) {
    if (block.recordCount() > 0
        && archives.stream().anyMatch(a -> holds(a, block.chain(), block.block()))) {
      if (readable(block.chain(), block.block())) {
        checked++;
      } else {
        unchecked++;
      }
    }
  }

  /** Blocks whose records were read from archives. */
  long checked() {
    return checked;
  }

  /** Blocks whose records lie in archives out of reach. */
  long unchecked() {
    return unchecked;
  }

  private static boolean holds(UsageArchive archive, int chain, long block) {
    return archive.contents().chains().stream().anyMatch(c -> c.chain() == chain && c.holds(block));
  }
}
