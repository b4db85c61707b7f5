package io.llmgateway.routing;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.routing.constraint.AccountPolicy;
import io.llmgateway.routing.constraint.ChannelFacts;
import io.llmgateway.routing.constraint.PriceCeiling;
import io.llmgateway.routing.constraint.Quality;
import io.llmgateway.routing.constraint.RoutePreferences;
import java.util.List;

/** Says which candidates are out of the question, and why. What is not known is not allowed. */
final class CandidateFilter {
  private final RouteQuery query;
  private final RoutePreferences wishes;
  private final AccountPolicy policy;
  private final RoutingTable table;
  private final Costs costs;
  private final boolean explaining;
  private final boolean open;

  /**
   * @param explaining whether nobody is going to be called. What has no price is then left out
   *     here; else when the call is paid for, which says what is missing
   */
  CandidateFilter(
      RouteQuery query, AccountPolicy policy, RoutingTable table, Costs costs, boolean explaining) {
    this.explaining = explaining;
    this.query = query;
    this.wishes = query.preferences();
    this.policy = policy;
    this.table = table;
    this.costs = costs;
    this.open = policy.open() && wishes == RoutePreferences.NONE;
  }

  /**
   * @param needs null for a model that the client named itself
   * @return null when the candidate may be called
   */
  Exclusion of(Candidate candidate, Needs needs) {
    Exclusion found = open ? null : byPolicy(candidate);
    found = found != null || open ? found : byWish(candidate);
    found = found != null || needs == null ? found : byNeed(candidate, needs);
    return found == null && explaining && unpriced(candidate) ? Exclusion.NOT_PRICED : found;
  }

  private Exclusion byPolicy(Candidate candidate) {
    ChannelFacts facts = candidate.facts();
    if (!policy.regions().isEmpty() && !facts.in(policy.regions())) {
      return Exclusion.POLICY_REGION;
    }
    if (policy.filedOnly() && candidate.filing() == null) {
      return Exclusion.POLICY_FILING;
    }
    boolean retained =
        policy.retention() != null
            && (facts.retention() == null || !facts.retention().within(policy.retention()));
    return retained ? Exclusion.POLICY_RETENTION : null;
  }

  private Exclusion byWish(Candidate candidate) {
    ChannelFacts facts = candidate.facts();
    if (!wishes.only().isEmpty() && position(wishes.only(), candidate) < 0) {
      return Exclusion.NOT_ONLY;
    }
    if (position(wishes.ignore(), candidate) >= 0) {
      return Exclusion.IGNORED;
    }
    if (!wishes.allowFallbacks()
        && !wishes.order().isEmpty()
        && position(wishes.order(), candidate) < 0) {
      return Exclusion.NOT_IN_ORDER;
    }
    if (!wishes.regions().isEmpty() && !facts.in(wishes.regions())) {
      return Exclusion.REGION;
    }
    if (wishes.retention() != null
        && (facts.retention() == null || !facts.retention().within(wishes.retention()))) {
      return Exclusion.RETENTION;
    }
    if (tooDear(wishes.maxPrice(), candidate)) {
      return Exclusion.PRICE;
    }
    return wishes.requireParameters() && !Parameters.taken(candidate, query.prompt())
        ? Exclusion.PARAMETERS
        : null;
  }

  private static int position(List<String> names, Candidate candidate) {
    return RoutePreferences.position(names, candidate.channel(), candidate.provider().id());
  }

  private Exclusion byNeed(Candidate candidate, Needs needs) {
    ModelCard card = candidate.card();
    long window = card == null ? 0 : card.contextWindow();
    if (window > 0 && window < needs.contextTokens()) {
      return Exclusion.CONTEXT;
    }
    if (window < needs.minContext()) {
      return Exclusion.MIN_CONTEXT;
    }
    if (card != null && needs.capabilities().stream().anyMatch(card::lacks)) {
      return Exclusion.CAPABILITY;
    }
    Quality known = table.settings(candidate.publicModel()).quality();
    if (needs.quality() != null && !needs.quality().metBy(known)) {
      return Exclusion.QUALITY;
    }
    if (unpriced(candidate)) {
      return Exclusion.NOT_PRICED;
    }
    return tooDear(needs.maxPrice(), candidate) ? Exclusion.PRICE : null;
  }

  private boolean unpriced(Candidate candidate) {
    return query.account() != null && costs.expected(candidate) == null;
  }

  private boolean tooDear(PriceCeiling ceiling, Candidate candidate) {
    return !ceiling.open() && !costs.within(ceiling, candidate);
  }
}
