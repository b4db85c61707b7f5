package io.llmgateway.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rendezvous hashing: each channel has a score for a conversation, and the highest wins. When a
 * channel goes, only its own conversations move; when one comes, it takes its share and nothing
 * else changes. Scores are weighted as in "Weighted Distributed Hash Tables" (Schindelhauer and
 * Schomaker, 2005).
 */
final class Rendezvous {
  private final long conversation;

  Rendezvous(long conversation) {
    this.conversation = conversation;
  }

  List<SellerOrder.Standing> order(List<Seller> sellers) {
    List<Seller> order = new ArrayList<>(sellers);
    order.sort(Comparator.comparingDouble(this::score).reversed());
    return order.stream().map(seller -> new SellerOrder.Standing(seller, null)).toList();
  }

  /**
   * @return the position of the channel's key that has the conversation
   */
  int key(Seller seller) {
    return (int) Long.remainderUnsigned(hash(seller, "key"), seller.candidates().size());
  }

  private double score(Seller seller) {
    double uniform = ((hash(seller, "channel") >>> 11) + 1) * 0x1.0p-53;
    return seller.weight() == 0 ? uniform - 1 : -seller.weight() / Math.log(uniform);
  }

  private long hash(Seller seller, String what) {
    long hash = conversation;
    byte[] name =
        (what + ' ' + seller.channel().settings().name()).getBytes(StandardCharsets.UTF_8);
    for (byte b : name) {
      hash = (hash ^ b & 0xFF) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  /** The finalizer of MurmurHash3: every bit of the input reaches every bit of the output. */
  private static long mixed(long value) {
    long mixed = value;
    mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
