package io.llmgateway.model;

/**
 * A tool call that a model wrote as text.
 *
 * @param arguments as it wrote them: not checked, and maybe not readable
 */
record WrittenCall(String name, String arguments) {}
