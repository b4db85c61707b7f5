package io.llmgateway.routing;

import io.llmgateway.routing.constraint.ChannelFacts;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a decision down for people, candidate by candidate. Without a credential or an address.
 */
public final class Explanation {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Decision decision;
  private final int most;
  private final Map<Candidate, String> unfit;

  private Explanation(Decision decision, int most, Map<Candidate, String> unfit) {
    this.decision = decision;
    this.most = most;
    this.unfit = unfit;
  }

  /**
   * @param most how many models, candidates and excluded ones are written at the most, of each
   * @param unfit candidates that will be passed over because they can not take the request, and why
   */
  public static JsonObject of(Decision decision, int most, Map<Candidate, String> unfit) {
    return new Explanation(decision, most, unfit).document();
  }

  private JsonObject document() {
    JsonObjectBuilder out = JSON.createObjectBuilder();
    out.add("requested_model", decision.query().model());
    text(out, "virtual_model", decision.virtual());
    text(out, "task", decision.task() == null ? null : decision.task().written());
    if (decision.task() != null) {
      out.add("task_given", decision.query().preferences().task() != null);
    }
    text(out, "language", decision.language());
    text(out, "split_model", decision.split());
    text(out, "strategy", decision.strategy());
    if (!decision.models().isEmpty()) {
      out.add("models", models());
    }
    return out.add("candidates", candidates()).add("excluded", excluded()).build();
  }

  private JsonArray models() {
    JsonArrayBuilder all = JSON.createArrayBuilder();
    int rank = 1;
    for (RankedModel model : decision.models().stream().limit(most).toList()) {
      JsonObjectBuilder out = JSON.createObjectBuilder().add("model", model.model());
      if (model.excluded() != null) {
        out.add("excluded", model.excluded().code()).add("reason", model.excluded().reason());
      } else {
        out.add("rank", rank++);
        number(out, "score", model.score());
        out.add("by_rule", model.byRule());
        number(out, "expected_cost", model.expectedCost());
        number(out, "first_token_ms", model.firstTokenMillis());
        text(out, "quality", model.quality() == null ? null : model.quality().written());
        number(out, "feedback", model.feedback());
        out.add("ready", model.ready());
      }
      all.add(out);
    }
    return all.build();
  }

  private JsonArray candidates() {
    JsonArrayBuilder all = JSON.createArrayBuilder();
    int rank = 1;
    for (Place place : decision.places().stream().limit(most).toList()) {
      JsonObjectBuilder out = JSON.createObjectBuilder().add("rank", rank++);
      names(out, place.candidate());
      out.add("key", place.key());
      out.add("leg", place.leg().why().code());
      out.add("ready", place.ready());
      text(out, "passed_over", unfit.get(place.candidate()));
      JsonArrayBuilder reasons = JSON.createArrayBuilder();
      reasons(place).forEach(reasons::add);
      all.add(out.add("reasons", reasons));
    }
    return all.build();
  }

  private static List<String> reasons(Place place) {
    List<String> reasons = new ArrayList<>();
    reasons.add(leg(place.leg()));
    if (place.preferred()) {
      reasons.add("named in the client's order");
    }
    if (place.strategy().withinPriority()) {
      reasons.add("priority " + place.priority());
    }
    reasons.add(strategy(place));
    if (!place.ready()) {
      reasons.add("not well at the moment: after those that are");
    }
    return reasons;
  }

  private static String leg(Leg leg) {
    return switch (leg.why()) {
      case REQUESTED -> "the requested model";
      case SPLIT -> "this user's share of the requests for another model";
      case CHOSEN -> "chosen by a virtual model";
      case FALLBACK -> "a fallback of the operator's";
      case CLIENT_FALLBACK -> "a fallback of the client's";
    };
  }

  private static String strategy(Place place) {
    return switch (place.strategy()) {
      case PRIORITY -> "drawn at random by weight " + place.weight();
      case STICKY -> "sticky: the conversation's place among the channels";
      case LEAST_LATENCY, SORTED_BY_LATENCY -> measured(place, "ms to the first token");
      case LEAST_COST, SORTED_BY_PRICE -> measured(place, "to be paid, by expectation");
      case LEAST_BUSY -> measured(place, "calls in flight");
      case SORTED_BY_THROUGHPUT -> measured(place, "tokens per second");
    };
  }

  private static String measured(Place place, String unit) {
    return place.strategy().written()
        + ": "
        + (place.measure() == null
            ? "not known"
            : place.measure().stripTrailingZeros().toPlainString() + " " + unit);
  }

  private JsonArray excluded() {
    JsonArrayBuilder all = JSON.createArrayBuilder();
    for (Decision.Excluded each : decision.excluded().stream().limit(most).toList()) {
      JsonObjectBuilder out = JSON.createObjectBuilder();
      names(out, each.candidate());
      all.add(out.add("code", each.reason().code()).add("reason", each.reason().reason()));
    }
    return all.build();
  }

  private static void names(JsonObjectBuilder out, Candidate candidate) {
    ChannelFacts facts = candidate.facts();
    out.add("channel", candidate.channel())
        .add("provider", candidate.provider().id())
        .add("model", candidate.publicModel())
        .add("upstream_model", candidate.upstreamModel());
    text(out, "region", facts.region());
    text(out, "data_retention", facts.retention() == null ? null : facts.retention().written());
    text(out, "filing", candidate.filing());
  }

  private static void text(JsonObjectBuilder out, String name, String value) {
    if (value != null) {
      out.add(name, value);
    }
  }

  private static void number(JsonObjectBuilder out, String name, BigDecimal value) {
    if (value != null) {
      out.add(name, value);
    }
  }
}
