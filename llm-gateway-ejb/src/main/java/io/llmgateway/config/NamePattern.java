package io.llmgateway.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A known property name, maybe with one part that the operator chooses: {@code <name>} is one word
 * without a dot, {@code <PAIR>} one in capitals, {@code <model>} may hold dots.
 */
final class NamePattern {
  private static final Pattern CHOSEN = Pattern.compile("<(name|model|PAIR)>");

  private final String text;
  private final String prefix;
  private final String suffix;
  private final boolean dots;
  private final boolean fixed;

  NamePattern(String text) {
    this.text = text;
    Matcher chosen = CHOSEN.matcher(text);
    this.fixed = !chosen.find();
    this.prefix = fixed ? text : text.substring(0, chosen.start());
    this.suffix = fixed ? "" : text.substring(chosen.end());
    this.dots = !fixed && chosen.group(1).equals("model");
  }

  boolean matches(String name) {
    if (fixed) {
      return name.equals(text);
    }
    return name.startsWith(prefix)
        && name.endsWith(suffix)
        && name.length() > prefix.length() + suffix.length()
        && (dots || chosenPart(name).indexOf('.') < 0);
  }

  /**
   * @return what the operator chose in a name that matches; empty for a name without such a part
   */
  Optional<String> chosen(String name) {
    return fixed || !matches(name) ? Optional.empty() : Optional.of(chosenPart(name));
  }

  /**
   * @return true when the operator chooses the same thing in both: both name a channel, or a model
   */
  boolean sameKind(NamePattern other) {
    return !fixed && !other.fixed && prefix.equals(other.prefix);
  }

  private String chosenPart(String name) {
    return name.substring(prefix.length(), name.length() - suffix.length());
  }

  /**
   * Turns an environment variable back into the property that MicroProfile Config would look it up
   * for.
   *
   * @param spelling gives the chosen part in its own spelling, from the part of the variable
   */
  Optional<String> fromVariable(String variable, Function<String, String> spelling) {
    String upper = variable.toUpperCase(Locale.ROOT);
    String before = variableOf(prefix);
    String after = variableOf(suffix);
    if (fixed) {
      return upper.equals(before) ? Optional.of(text) : Optional.empty();
    }
    if (!upper.startsWith(before)
        || !upper.endsWith(after)
        || upper.length() <= before.length() + after.length()) {
      return Optional.empty();
    }
    String part = upper.substring(before.length(), upper.length() - after.length());
    return Optional.of(prefix + spelling.apply(part) + suffix);
  }

  /**
   * @param part of an environment variable, where the spelling is lost
   * @return how the operator has most likely meant it
   */
  String usualSpelling(String part) {
    String hyphens = part.replace('_', '-');
    return text.contains("<PAIR>") ? hyphens : hyphens.toLowerCase(Locale.ROOT);
  }

  /**
   * @return how much of the pattern is not the operator's choice
   */
  int fixedLength() {
    return prefix.length() + suffix.length();
  }

  /** The name of the environment variable that MicroProfile Config looks up for a property. */
  static String variableOf(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /**
   * @return this pattern with the chosen part of a name that is nearly one of this pattern
   */
  Suggestion suggestion(String name) {
    if (fixed) {
      return new Suggestion(text, EditDistance.between(name, text));
    }
    List<String> words = List.of(name.split("\\.", -1));
    int wordsBefore = (int) prefix.chars().filter(c -> c == '.').count();
    int wordsAfter = (int) suffix.chars().filter(c -> c == '.').count();
    int last = dots ? words.size() - wordsAfter : wordsBefore + 1;
    if (last <= wordsBefore || words.size() < last) {
      return new Suggestion(text, EditDistance.between(name, text));
    }
    String chosen = String.join(".", words.subList(wordsBefore, last));
    String suggested = prefix + chosen + suffix;
    return new Suggestion(suggested, EditDistance.between(name, suggested));
  }

  /** A known name, and how many edits away it is. */
  record Suggestion(String name, int distance) {}

  @Override
  public String toString() {
    return text;
  }
}
