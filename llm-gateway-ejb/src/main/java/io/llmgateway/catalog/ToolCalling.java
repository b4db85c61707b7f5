package io.llmgateway.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a model comes to call tools. */
public enum ToolCalling {
  /** The provider takes definitions and gives calls in fields of their own. */
  NATIVE,
  /** The provider has no such fields; the model follows definitions in the prompt. */
  PROMPT,
  /** The model does not call tools. */
  NONE,
  /** Nobody has said. */
  UNKNOWN;

  /**
   * @return the word of files and configurations: {@code native}
   */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @return empty for a word that is none, and for {@code unknown}, which is said by silence
   */
  public static Optional<ToolCalling> of(String word) {
    return Stream.of(NATIVE, PROMPT, NONE).filter(each -> each.written().equals(word)).findFirst();
  }
}
