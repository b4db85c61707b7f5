package io.llmgateway.routing;

import java.util.List;

/**
 * A channel that answers for a model under one of its names.
 *
 * @param candidates one for each key of the channel, in the order of the configuration
 * @param listed whether the name stands in the list of models
 */
record Seller(Channel channel, List<Candidate> candidates, boolean listed) {
  int priority() {
    return channel.settings().priority();
  }

  int weight() {
    return channel.settings().weight();
  }

  /**
   * @return stands for all of them where keys make no difference
   */
  Candidate first() {
    return candidates.get(0);
  }
}
