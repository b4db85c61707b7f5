package io.llmgateway.routing;

import io.llmgateway.catalog.Retirement;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.routing.prompt.TaskType;
import java.util.List;

/** Works out through which models a route leads, and gathers their candidates. */
final class Itinerary {
  /**
   * How many models of a virtual one's pool may be tried: the hold covers the dearest of them, so
   * more would cost clients credit for what hardly ever happens.
   */
  private static final int MODELS_OF_A_POOL = 3;

  private final RoutingTable table;
  private final RouteQuery query;
  private final Surroundings around;
  private final Selection selection;
  private String virtual;
  private TaskType task;
  private String language;
  private String split;
  private List<RankedModel> ranked = List.of();

  Itinerary(RoutingTable table, RouteQuery query, Surroundings around) {
    this.table = table;
    this.query = query;
    this.around = around;
    this.selection = new Selection(table, query, table.policy(query.account()), around);
  }

  Decision decision() {
    requireKnown(query.model(), "model");
    travel(query.model(), Leg.Why.REQUESTED);
    int index = 0;
    for (String model : query.preferences().models()) {
      String param = "models[" + index++ + "]";
      if (!model.equals(query.model())) {
        requireKnown(model, param);
        requireAllowed(model, param);
        travel(model, Leg.Why.CLIENT_FALLBACK);
      }
    }
    return new Decision(
        query, virtual, task, language, split, ranked, selection.places(), selection.excluded());
  }

  private void travel(String model, Leg.Why why) {
    boolean fallbacks = query.preferences().allowFallbacks();
    VirtualModel choice = table.virtual(model);
    if (choice != null) {
      choose(choice, fallbacks ? MODELS_OF_A_POOL : 1);
    } else {
      String other = table.settings(model).split().modelFor(model, query.user());
      if (other != null) {
        split = other;
        selection.add(new Leg(other, Leg.Why.SPLIT), null);
      }
      if (other == null || fallbacks || table.sellers(other).isEmpty()) {
        selection.add(new Leg(model, why), null);
      }
    }
    if (fallbacks || choice == null && table.sellers(model).isEmpty()) {
      for (String fallback : table.fallbacks(model)) {
        selection.add(new Leg(fallback, Leg.Why.FALLBACK), null);
      }
    }
  }

  private void choose(VirtualModel choice, int most) {
    VirtualChoice chooser = new VirtualChoice(table, query, around, selection, choice);
    List<RankedModel> models = chooser.ranked();
    if (virtual == null) {
      virtual = choice.name();
      task = VirtualChoice.taskOf(query);
      language = query.prompt().language().code();
      ranked = models;
    }
    models.stream()
        .filter(model -> model.excluded() == null)
        .limit(most)
        .forEach(m -> selection.add(new Leg(m.model(), Leg.Why.CHOSEN), chooser.needs()));
  }

  private void requireKnown(String model, String param) {
    if (!table.known(model)) {
      Retirement retirement = table.retirement(model);
      throw new ChatException.Final(
          ErrorCode.MODEL_NOT_FOUND,
          "The model '"
              + model
              + "' does not exist, or you do not have access to it"
              + (retirement == null ? "" : ". " + retirement.advice()),
          param);
    }
  }

  private void requireAllowed(String model, String param) {
    if (!query.allowed().test(model)) {
      throw new ChatException.Final(
          ErrorCode.MODEL_NOT_ALLOWED,
          "This API key may not call the model '" + model + "'.",
          param);
    }
  }
}
