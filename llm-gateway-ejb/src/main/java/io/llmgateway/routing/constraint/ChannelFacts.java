package io.llmgateway.routing.constraint;

import java.util.Collection;

/**
 * What the operator states of a channel; null where nothing is known, which no policy takes for an
 * answer.
 *
 * @param region where prompts are worked on: {@code cn}, {@code eu-west-1}
 * @param retention what is kept of them
 * @param filing the number or reference under which the service is filed with the authority of the
 *     country (in China the CAC's list of generative AI services)
 */
public record ChannelFacts(String region, DataRetention retention, String filing) {
  public static final ChannelFacts UNKNOWN = new ChannelFacts(null, null, null);

  /**
   * @return whether the channel is in one of the regions, or in a part of one: {@code eu} covers
   *     {@code eu-west-1}
   */
  public boolean in(Collection<String> regions) {
    return region != null
        && regions.stream().anyMatch(r -> region.equals(r) || region.startsWith(r + "-"));
  }
}
