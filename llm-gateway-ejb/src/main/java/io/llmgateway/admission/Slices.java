package io.llmgateway.admission;

import java.util.List;
import java.util.Map;

/**
 * The permits of shared limits, of which each node takes slices ahead of need. Each method is one
 * transaction.
 */
public interface Slices {

  /**
   * What a node has of one limit, and wants.
   *
   * @param subject names the limit, its size included
   * @param limit of all nodes together
   * @param refilled whether permits come back evenly over a minute; else only by hand
   * @param keeps what the node has in its hand; what it has used of permits that are refilled is no
   *     part of it, what it has out of others is
   * @param back what it gives back now, beyond what it keeps
   * @param debt what it has used beyond what it had
   * @param wants how many more it would like
   * @param needs how many of them a request waits for
   */
  record Order(
      String subject,
      long limit,
      boolean refilled,
      long keeps,
      long back,
      long debt,
      long wants,
      long needs) {}

  /**
   * @param granted at most what was wanted
   * @param left what no node has
   * @param others what other nodes have, who have been asked to give back what they do not use if
   *     not enough was there
   */
  record Grant(String subject, long granted, long left, long others) {}

  /**
   * @param orders of different subjects
   * @param now in milliseconds since 1970
   * @return one for each order, in order of subjects
   */
  List<Grant> exchange(String node, List<Order> orders, long now);

  /**
   * @return when others last wanted more of a limit than there was, by subject, in milliseconds
   *     since 1970; those after {@code since}
   */
  Map<String, Long> wanted(long since);
}
