/**
 * What the decorators of the model layer share: a stream whose events go through a step, one by
 * one; streams for models that do not stream, and whole answers from models that only stream.
 *
 * <p>Depends on {@code chat} alone.
 *
 * <p>Read next: {@link io.llmgateway.model.stream.StepStream}.
 */
package io.llmgateway.model.stream;
