package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;

/** Gathers the events of one answer into one document. For one thread. */
public interface Fold {

  void add(ChatEvent event);

  /**
   * @return the whole answer, once the last event has been added
   */
  JsonBytes answer();
}
