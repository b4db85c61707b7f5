package io.llmgateway;

import io.llmgateway.routing.Route;
import io.llmgateway.routing.RouteQuery;
import io.llmgateway.routing.Router;
import io.llmgateway.routing.constraint.PreferenceReader;
import io.llmgateway.routing.prompt.PromptTraits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;

/** Asks for the route of a request, with everything that its choice may depend on. */
@ApplicationScoped
public class Routes {
  private final Router router;

  @Inject
  public Routes(Router router) {
    this.router = router;
  }

  /** For the container's proxy only. */
  protected Routes() {
    this(null);
  }

  /**
   * @throws io.llmgateway.chat.ChatException.Final INVALID_REQUEST when the client's wishes can not
   *     be read, and as {@link Router#route}
   */
  Route of(Demand demand) {
    return router.route(query(demand));
  }

  private static RouteQuery query(Demand demand) {
    return new RouteQuery(
        demand.model(),
        demand.caller().account(),
        demand.caller().models()::allows,
        user(demand),
        new PromptTraits(
            demand.body(), demand.promptEstimate(), demand.maxOutputTokens(), demand.streamed()),
        PreferenceReader.read(demand.body()));
  }

  /** Who is asking: the application's own user, or else the key. */
  private static String user(Demand demand) {
    for (String field : new String[] {"safety_identifier", "user"}) {
      if (demand.body().get(field) instanceof JsonString user && !user.getString().isEmpty()) {
        return user.getString();
      }
    }
    return demand.caller().key();
  }
}
