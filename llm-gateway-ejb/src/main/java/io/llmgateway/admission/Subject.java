package io.llmgateway.admission;

/** What a limit is set for. */
record Subject(Kind kind, String name) {

  enum Kind {
    KEY,
    ACCOUNT,
    MODEL,
    CHANNEL
  }

  /**
   * @return as it stands in a message to the client, who does not name its key or account
   */
  String words() {
    return switch (kind) {
      case KEY -> "this key";
      case ACCOUNT -> "this account";
      case MODEL -> "the model '" + name + "'";
      case CHANNEL -> "the channel '" + name + "'";
    };
  }
}
