package io.llmgateway.routing;

import io.llmgateway.routing.constraint.RoutePreferences;
import io.llmgateway.routing.prompt.TaskType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How a route was chosen. The order that is explained is the order that is used: a {@link Route} is
 * made of this.
 *
 * @param query what was asked
 * @param virtual the virtual model, or null
 * @param task the kind of work; null where it did not matter
 * @param language ISO 639-1; null where it did not matter
 * @param split the model that this user gets in place of the requested one, or null
 * @param models the pool of the virtual model, judged; else empty
 * @param places the candidates, best first
 * @param excluded who is out, and why
 */
public record Decision(
    RouteQuery query,
    String virtual,
    TaskType task,
    String language,
    String split,
    List<RankedModel> models,
    List<Place> places,
    List<Excluded> excluded) {

  /**
   * Stands for all keys of its channel.
   *
   * @param leg the model that led to it
   */
  record Excluded(Candidate candidate, Leg leg, Exclusion reason) {}

  /**
   * @return the candidates in the order of their places
   */
  public List<Candidate> candidates() {
    if (places.size() == 1) {
      return List.of(places.get(0).candidate());
    }
    return places.stream().map(Place::candidate).toList();
  }

  /**
   * @return why candidates and models are out, in the order in which they were looked at
   */
  List<Exclusion> reasons() {
    return Stream.concat(
            excluded.stream().map(Excluded::reason),
            models.stream().map(RankedModel::excluded).filter(Objects::nonNull))
        .toList();
  }

  /**
   * @return whether nobody is left who could be called
   */
  public boolean refused() {
    return places.isEmpty();
  }

  /**
   * @return whether somebody may later ask why: a virtual model or a share of the users was in
   *     play, or the client had wishes
   */
  public boolean remarkable() {
    return virtual != null || split != null || !query.preferences().equals(RoutePreferences.NONE);
  }

  /**
   * @return a name for people and metrics of what ordered the first candidate's channels; null when
   *     there is no candidate
   */
  public String strategy() {
    return places.isEmpty() ? null : places.get(0).strategy().written();
  }
}
