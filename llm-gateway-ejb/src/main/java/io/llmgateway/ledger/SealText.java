package io.llmgateway.ledger;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the seal in a file: its lines as such, or the JSON document of the admin API, whose member
 * {@code text} holds them. A command has no JSON library at hand.
 */
final class SealText {
  private static final Pattern MEMBER =
      Pattern.compile("\"text\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  private SealText() {}

  /**
   * @throws IllegalArgumentException when there is no seal in it
   */
  static Seal parse(String file) {
    String text = file;
    if (!file.startsWith("S|")) {
      Matcher member = MEMBER.matcher(file);
      if (!member.find()) {
        throw new IllegalArgumentException("not a seal: neither its lines nor its JSON document");
      }
      text = ESCAPE.matcher(member.group(1)).replaceAll(m -> unescaped(m.group(1)));
    }
    return Seal.parse(text.lines().toList());
  }

  private static String unescaped(String escape) {
    String text =
        switch (escape.charAt(0)) {
          case 'u' -> Character.toString((char) Integer.parseInt(escape.substring(1), 16));
          case 'n' -> "\n";
          default -> escape;
        };
    return Matcher.quoteReplacement(text);
  }
}
