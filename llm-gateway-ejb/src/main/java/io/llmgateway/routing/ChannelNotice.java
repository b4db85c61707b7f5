package io.llmgateway.routing;

/** A port to the ledger: the other nodes read channels anew. */
@FunctionalInterface
public interface ChannelNotice {

  /** Is part of the open transaction, and makes transactions that change something wait in line. */
  void changed();
}
