package io.llmgateway.routing.prompt;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Kinds of work that virtual models tell apart. */
public enum TaskType {
  /** The prompt shows images. */
  VISION,
  /** The model may call tools. */
  TOOLS,
  /** The answer has to follow a JSON schema. */
  STRUCTURED,
  /** The prompt is very long. */
  LONG,
  /** Programs are to be written, read or mended. */
  CODE,
  /** From one language into another. */
  TRANSLATION,
  /** Mathematics, proofs, puzzles. */
  REASONING,
  /** Everything else. */
  CHAT;

  /** The names of all, as they are written in requests and in the configuration. */
  public static final List<String> NAMES = Arrays.stream(values()).map(TaskType::written).toList();

  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @return empty for a name that is none
   */
  public static Optional<TaskType> of(String written) {
    return Arrays.stream(values()).filter(task -> task.written().equals(written)).findFirst();
  }
}
