package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;

/** Who this process is in the database, from its registration on. */
@ApplicationScoped
public class ThisNode {
  private volatile Node node;

  /**
   * @throws IllegalStateException before the registration
   */
  public Node get() {
    Node known = node;
    if (known == null) {
      throw new IllegalStateException("this node is not registered in the ledger");
    }
    return known;
  }

  void become(Node registered) {
    node = registered;
  }
}
