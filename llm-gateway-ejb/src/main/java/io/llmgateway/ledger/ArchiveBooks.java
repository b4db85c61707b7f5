package io.llmgateway.ledger;

import java.util.List;

/** The archives in the database. Each method is one transaction. */
public interface ArchiveBooks {

  /**
   * Makes a month this node's, to be written; or finds the archive that it has.
   *
   * @throws io.llmgateway.chat.ChatException.Final CONFLICT while the month can not be archived
   */
  Begun begin(Month month, String principal);

  /**
   * A month to be archived.
   *
   * @param archive ARCHIVED when there is nothing to do; else WRITING, in a folder of its own
   * @param leftover the folder of an attempt that was not finished, or null
   */
  record Begun(UsageArchive archive, String leftover) {}

  /**
   * Gives up a month that this node has begun.
   *
   * @return false when it is finished, or another node's by now: then its folder must stay
   */
  boolean abandon(UsageArchive begun);

  /**
   * Keeps the sums of a month, and removes its records.
   *
   * @param contents which are on the disk
   * @throws io.llmgateway.chat.ChatException.Final CONFLICT when the records are no longer those
   *     that were written, or others are reading them
   */
  UsageArchive finish(UsageArchive begun, UsageArchive.Contents contents);

  /**
   * @return null when there is none
   */
  UsageArchive find(Month month);

  /** One page by month. */
  List<UsageArchive> list(Month after, int limit);

  /** All months whose records are no longer in the database. */
  List<Month> archived();

  /**
   * @return the month of the oldest record in the database, or null without any
   */
  Month oldest();

  /** Makes room for the months ahead. */
  void prepareMonths();
}
