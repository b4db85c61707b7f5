package io.llmgateway.admission;

/** A port to the ledger: the other nodes read accounts and keys anew. */
@FunctionalInterface
public interface ChangeNotice {

  /** Is part of the open transaction, and makes transactions that change something wait in line. */
  void changed();
}
