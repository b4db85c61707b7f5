package io.llmgateway.catalog;

import java.util.Objects;
import java.util.Set;

/**
 * What is known of a model beyond sizes, price, and what it can do.
 *
 * @param lacks capabilities that it is known not to have; of what is neither here nor among those
 *     that it has, nothing is known
 * @param toolCalling how it calls tools
 * @param input kinds of content that it takes: {@code text}, {@code image}, {@code audio}, {@code
 *     video}, {@code file}; empty when unknown
 * @param output kinds that it gives; empty when unknown
 * @param maxTools definitions in one request, or 0 when unknown
 * @param schemaDepth levels of objects and arrays within a tool's or an answer's schema, or 0 when
 *     unknown
 * @param filing with the authorities
 * @param retirement null for a model that is to stay, as far as is known
 * @param base whether the id is a base model's, which no provider answers to: facts for deployments
 *     and endpoints with names of their own
 */
public record ModelTraits(
    Set<String> lacks,
    ToolCalling toolCalling,
    Set<String> input,
    Set<String> output,
    int maxTools,
    int schemaDepth,
    Filing filing,
    Retirement retirement,
    boolean base) {
  public static final ModelTraits UNKNOWN =
      new ModelTraits(
          Set.of(), ToolCalling.UNKNOWN, Set.of(), Set.of(), 0, 0, Filing.UNKNOWN, null, false);

  public ModelTraits {
    lacks = Set.copyOf(lacks);
    input = Set.copyOf(input);
    output = Set.copyOf(output);
    Objects.requireNonNull(toolCalling);
    Objects.requireNonNull(filing);
  }
}
