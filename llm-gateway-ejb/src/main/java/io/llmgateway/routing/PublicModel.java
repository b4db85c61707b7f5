package io.llmgateway.routing;

import io.llmgateway.catalog.ModelCard;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model as clients see it, over all channels that answer for it.
 *
 * @param id the public name
 * @param providers the ids of those who sell it, the preferred one first; never empty. {@code demo}
 *     is the built-in demo and no real model
 * @param card what is known of it at the preferred provider, or null
 * @param capabilities what holds at whichever provider answers
 * @param contextWindow the smallest among the providers, or 0 when unknown
 * @param maxOutputTokens the smallest among the providers, or 0 when unknown
 */
public record PublicModel(
    String id,
    List<String> providers,
    ModelCard card,
    Set<String> capabilities,
    long contextWindow,
    long maxOutputTokens) {
  public PublicModel {
    providers = List.copyOf(providers);
    capabilities = Set.copyOf(capabilities);
  }

  /**
   * @param candidates every way to get an answer, best first; never empty
   */
  static PublicModel of(String id, List<Candidate> candidates) {
    Set<String> capabilities = null;
    long contextWindow = 0;
    long maxOutputTokens = 0;
    for (Candidate candidate : candidates) {
      ModelCard card = candidate.card();
      Set<String> own = card == null ? Set.of() : card.capabilities();
      capabilities = capabilities == null ? new TreeSet<>(own) : capabilities;
      capabilities.retainAll(own);
      if (card != null) {
        contextWindow = smallestKnown(contextWindow, card.contextWindow());
        maxOutputTokens = smallestKnown(maxOutputTokens, card.maxOutputTokens());
      }
    }
    return new PublicModel(
        id,
        candidates.stream().map(candidate -> candidate.provider().id()).distinct().toList(),
        candidates.get(0).card(),
        capabilities,
        contextWindow,
        maxOutputTokens);
  }

  /**
   * @param members every way to get an answer from a model that may be chosen; may be empty
   * @return a model that can what any of its members can, because it chooses one that can
   */
  static PublicModel virtual(String id, List<Candidate> members) {
    Set<String> capabilities = new TreeSet<>();
    long contextWindow = 0;
    long maxOutputTokens = 0;
    for (Candidate member : members) {
      if (member.card() != null) {
        capabilities.addAll(member.card().capabilities());
        contextWindow = Math.max(contextWindow, member.card().contextWindow());
        maxOutputTokens = Math.max(maxOutputTokens, member.card().maxOutputTokens());
      }
    }
    return new PublicModel(
        id, List.of("gateway"), null, capabilities, contextWindow, maxOutputTokens);
  }

  private static long smallestKnown(long a, long b) {
    return a == 0 || b == 0 ? Math.max(a, b) : Math.min(a, b);
  }
}
