package io.llmgateway.routing;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.routing.constraint.Quality;
import io.llmgateway.routing.constraint.SortBy;
import io.llmgateway.routing.prompt.TaskType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Ranks the models of a virtual one for a request: those that a rule names first and in the rule's
 * order, the others by score; those without a channel that is well at the end; those that can not
 * take the request not at all.
 */
final class VirtualChoice {
  private final RoutingTable table;
  private final RouteQuery query;
  private final Surroundings around;
  private final Selection selection;
  private final VirtualModel virtual;
  private final TaskType task;
  private final Needs needs;

  VirtualChoice(
      RoutingTable table,
      RouteQuery query,
      Surroundings around,
      Selection selection,
      VirtualModel virtual) {
    this.table = table;
    this.query = query;
    this.around = around;
    this.selection = selection;
    this.virtual = virtual;
    this.task = taskOf(query);
    this.needs = needs();
  }

  /** The kind of work: the client's word, or else what the rules say. */
  static TaskType taskOf(RouteQuery query) {
    TaskType given = query.preferences().task();
    return given == null ? query.prompt().task() : given;
  }

  Needs needs() {
    if (needs != null) {
      return needs;
    }
    Set<String> capabilities = new TreeSet<>(virtual.capabilities());
    capabilities.addAll(query.prompt().capabilities());
    Quality wanted = query.preferences().quality();
    Quality least = virtual.quality();
    return new Needs(
        query.prompt().inputTokens() + query.prompt().maxOutputTokens(),
        virtual.minContext(),
        capabilities,
        virtual.maxPrice(),
        wanted == null || least != null && least.compareTo(wanted) > 0 ? least : wanted);
  }

  /**
   * @return every model of the pool once, the best first, the excluded ones last
   */
  List<RankedModel> ranked() {
    List<String> rule = rule();
    Set<String> names = new LinkedHashSet<>(rule);
    names.addAll(virtual.pool().isEmpty() ? table.chatModels() : virtual.pool());
    List<RankedModel> judged =
        names.stream().map(name -> judged(name, rule.contains(name))).toList();
    List<RankedModel> order = new ArrayList<>(scored(judged));
    order.sort(
        Comparator.comparing((RankedModel model) -> model.excluded() != null)
            .thenComparing(model -> !model.ready())
            .thenComparing(model -> !model.byRule())
            .thenComparing(
                model -> model.byRule() ? null : model.score(),
                Comparator.nullsFirst(Comparator.reverseOrder()))
            .thenComparing(model -> rule.indexOf(model.model()))
            .thenComparing(RankedModel::model));
    return order;
  }

  /** A client that wants the cheapest or the soonest means the models too, not only channels. */
  private VirtualModel.Weights weights() {
    SortBy sort = query.preferences().sort();
    if (sort == SortBy.PRICE) {
      return new VirtualModel.Weights(1, 0, 0, 0);
    }
    return sort == SortBy.LATENCY ? new VirtualModel.Weights(0, 1, 0, 0) : virtual.weights();
  }

  private List<String> rule() {
    SortBy sort = query.preferences().sort();
    if (sort == SortBy.PRICE || sort == SortBy.LATENCY) {
      return List.of();
    }
    List<String> byTask = virtual.byTask().get(task);
    if (byTask != null) {
      return byTask;
    }
    return virtual.byLanguage().isEmpty()
        ? List.of()
        : virtual.byLanguage().getOrDefault(query.prompt().language().code(), List.of());
  }

  private RankedModel judged(String name, boolean byRule) {
    if (virtual.pool().isEmpty() && !byRule && !query.allowed().test(name)) {
      return RankedModel.excluded(name, byRule, Exclusion.KEY);
    }
    Exclusion reason = Exclusion.NO_CHANNEL;
    List<Candidate> eligible = new ArrayList<>();
    for (Seller seller : table.sellers(name)) {
      Exclusion found = selection.filter().of(seller.first(), needs);
      if (found == null) {
        eligible.add(seller.first());
      } else {
        reason = found;
      }
    }
    return eligible.isEmpty()
        ? RankedModel.excluded(name, byRule, reason)
        : measured(name, byRule, eligible);
  }

  private RankedModel measured(String name, boolean byRule, List<Candidate> eligible) {
    List<Candidate> well = eligible.stream().filter(around.health()::ready).toList();
    List<Candidate> asked = well.isEmpty() ? eligible : well;
    BigDecimal cost =
        asked.stream()
            .map(selection.costs()::expected)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    OptionalDouble firstToken =
        asked.stream()
            .map(around.health()::firstTokenMillis)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .min();
    OptionalDouble feedback = around.scores().score(name, task);
    return new RankedModel(
        name,
        byRule,
        null,
        cost,
        firstToken.isPresent() ? rounded(firstToken.getAsDouble(), 0) : null,
        table.settings(name).quality(),
        feedback.isPresent() ? rounded(feedback.getAsDouble(), 4) : null,
        !well.isEmpty(),
        null);
  }

  private List<RankedModel> scored(List<RankedModel> judged) {
    BigDecimal cheapest = least(judged, RankedModel::expectedCost);
    BigDecimal soonest = least(judged, RankedModel::firstTokenMillis);
    return judged.stream()
        .map(
            model ->
                model.excluded() == null ? model.scored(score(model, cheapest, soonest)) : model)
        .toList();
  }

  private static BigDecimal least(
      List<RankedModel> judged, Function<RankedModel, BigDecimal> measure) {
    return judged.stream()
        .map(measure)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The weighted mean of what is known; half where nothing is. Without a price it is the worst. */
  private double score(RankedModel model, BigDecimal cheapest, BigDecimal soonest) {
    VirtualModel.Weights weights = weights();
    double price = model.expectedCost() == null ? 0 : share(cheapest, model.expectedCost());
    double latency =
        model.firstTokenMillis() == null ? 0.5 : share(soonest, model.firstTokenMillis());
    double quality =
        model.quality() == null ? 0.5 : model.quality().ordinal() / (Quality.values().length - 1.0);
    double feedback = model.feedback() == null ? 0.5 : (model.feedback().doubleValue() + 1) / 2;
    double sum =
        weights.price() * price
            + weights.latency() * latency
            + weights.quality() * quality
            + weights.feedback() * feedback;
    int all = weights.price() + weights.latency() + weights.quality() + weights.feedback();
    return all == 0 ? 0 : sum / all;
  }

  private static double share(BigDecimal best, BigDecimal own) {
    return own.signum() == 0 ? 1 : best.doubleValue() / own.doubleValue();
  }

  static BigDecimal rounded(double value, int places) {
    return BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_EVEN);
  }

  static boolean forChats(ModelCard card) {
    return card == null || card.type().equals("chat");
  }
}
