package io.llmgateway;

import io.llmgateway.admission.Admission;
import io.llmgateway.admission.Caller;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Decision;
import io.llmgateway.routing.Explanation;
import io.llmgateway.routing.Route;
import io.llmgateway.routing.RouteQuery;
import io.llmgateway.routing.Router;
import io.llmgateway.routing.constraint.PreferenceReader;
import io.llmgateway.routing.decision.DecisionLog;
import io.llmgateway.routing.prompt.PromptTraits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Asks for the route of a request, with everything that its choice may depend on. */
@ApplicationScoped
public class Routes {
  private final Router router;
  private final Admission admission;
  private final DecisionLog decisions;
  private final ModelLayer layer;

  @Inject
  public Routes(Router router, Admission admission, DecisionLog decisions, ModelLayer layer) {
    this.router = router;
    this.admission = admission;
    this.decisions = decisions;
    this.layer = layer;
  }

  /** For the container's proxy only. */
  protected Routes() {
    this(null, null, null, null);
  }

  /**
   * @throws ChatException.Final INVALID_REQUEST when the client's wishes can not be read, and as
   *     {@link Router#route}
   */
  Route of(Demand demand) {
    Route route =
        router.route(
            query(
                demand.caller(),
                demand.model(),
                new PromptTraits(
                    demand.body(),
                    demand.promptEstimate(),
                    demand.maxOutputTokens(),
                    demand.streamed())));
    decisions.add(
        demand.call().id(),
        demand.call().requestId(),
        route,
        () -> unfit(demand, route.candidates()));
    return route;
  }

  /**
   * Chooses as a call would, and calls nobody.
   *
   * @return the decision; without candidates when {@link Router#refusal} is what the call would get
   * @throws ChatException.Final as a call would be refused before anything is chosen
   */
  public Decision explain(Caller caller, ChatRequest request) {
    admission.requireAllowed(caller, request.model());
    return router.explain(
        query(
            caller,
            request.model(),
            new PromptTraits(
                request.body(),
                Demand.promptEstimate(request.inputTokensBound()),
                request.maxOutputTokens(),
                request.stream())));
  }

  /**
   * @return the decision for people, with those candidates marked that will be passed over because
   *     they can not take the request
   */
  public JsonObject explanation(Decision decision, ChatRequest request, int most) {
    return Explanation.of(decision, most, unfit(request, decision.candidates()));
  }

  private Map<Candidate, String> unfit(Demand demand, List<Candidate> candidates) {
    return demand.operation().equals("chat")
        ? unfit(
            new ChatRequest(
                demand.model(),
                demand.body(),
                demand.streamed(),
                true,
                demand.choices(),
                demand.maxOutputTokens(),
                demand.inputTokensBound()),
            candidates)
        : Map.of();
  }

  private Map<Candidate, String> unfit(ChatRequest request, List<Candidate> candidates) {
    Map<Candidate, String> unfit = new IdentityHashMap<>(0);
    for (Candidate candidate : candidates) {
      try {
        RequestFit.of(request, candidate, candidates.get(0), layer.plan(candidate));
      } catch (ChatException e) {
        unfit.put(candidate, e.getMessage());
      }
    }
    return unfit;
  }

  /**
   * @return the model that gets a copy of this request, or null. None where the account's policy or
   *     the client's wishes limit who may see the prompt
   */
  String shadow(Caller caller, ChatRequest request, String callId) {
    return PreferenceReader.speaksOfRoutes(request.body())
        ? null
        : router.shadow(request.model(), caller.account(), callId);
  }

  private static RouteQuery query(Caller caller, String model, PromptTraits prompt) {
    return new RouteQuery(
        model,
        caller.account(),
        caller.models()::allows,
        user(prompt.body(), caller),
        prompt,
        PreferenceReader.read(prompt.body()));
  }

  /** Who is asking: the application's own user, or else the key. */
  private static String user(JsonObject body, Caller caller) {
    for (String field : new String[] {"safety_identifier", "user"}) {
      if (body.get(field) instanceof JsonString user && !user.getString().isEmpty()) {
        return user.getString();
      }
    }
    return caller.key();
  }
}
