package io.llmgateway.routing;

import io.llmgateway.routing.prompt.TaskType;
import java.util.OptionalDouble;

/** What clients think of the answers of a model. */
public interface Scores {
  Scores NONE = (model, task) -> OptionalDouble.empty();

  /**
   * @param model a public model
   * @return from -1 to 1; empty when nobody has said anything
   */
  OptionalDouble score(String model, TaskType task);
}
