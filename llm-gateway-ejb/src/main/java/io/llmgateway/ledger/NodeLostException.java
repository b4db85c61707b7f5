package io.llmgateway.ledger;

/** This node was taken to be dead: its leases and its chain have gone to others. */
final class NodeLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NodeLostException(String node) {
    super("node " + node + " was taken to be dead, and has to register anew");
  }
}
