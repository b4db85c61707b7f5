package io.llmgateway.admission;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Public model names with {@code *} for any run of characters; an empty list allows nothing. */
public final class ModelPatterns {
  public static final ModelPatterns ALL = new ModelPatterns(List.of("*"));

  private final List<Pattern> patterns;

  public ModelPatterns(List<String> globs) {
    patterns = globs.stream().map(ModelPatterns::compile).toList();
  }

  public boolean allows(String model) {
    return patterns.stream().anyMatch(p -> p.matcher(model).matches());
  }

  private static Pattern compile(String glob) {
    return Pattern.compile(
        glob.chars()
            .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(String.valueOf((char) c)))
            .collect(Collectors.joining()));
  }
}
