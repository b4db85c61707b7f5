package io.llmgateway.routing;

import io.llmgateway.routing.constraint.RoutePreferences;
import io.llmgateway.routing.prompt.PromptTraits;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a route is asked for.
 *
 * @param model the requested name, maybe that of a virtual model
 * @param account whose policy and prices count; null for none
 * @param allowed which models the key may call by name
 * @param user who is asking, so that a share of the users always gets the same; never null
 * @param prompt what the request needs
 * @param preferences what the client wishes
 */
public record RouteQuery(
    String model,
    String account,
    Predicate<String> allowed,
    String user,
    PromptTraits prompt,
    RoutePreferences preferences) {
  public RouteQuery {
    Objects.requireNonNull(model);
    Objects.requireNonNull(allowed);
    Objects.requireNonNull(user);
    Objects.requireNonNull(prompt);
    Objects.requireNonNull(preferences);
  }

  /**
   * @return the question for a model by its name alone
   */
  public static RouteQuery of(String model) {
    return new RouteQuery(
        model,
        null,
        name -> true,
        "",
        new PromptTraits(JsonValue.EMPTY_JSON_OBJECT, 0, 0, false),
        RoutePreferences.NONE);
  }
}
