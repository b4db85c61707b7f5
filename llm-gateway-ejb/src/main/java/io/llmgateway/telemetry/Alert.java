package io.llmgateway.telemetry;

/**
 * Something that people want to be told of; fired as a CDI event, for whoever passes it on.
 *
 * @param kind in lower_snake, such as {@code budget_threshold}
 * @param subject what it is about, such as {@code key app}
 * @param text a sentence for people; never a secret, a prompt or an address
 */
public record Alert(String kind, String subject, String text) {}
