package io.llmgateway.model.tokens;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.Set;

/** The characters of a text by script, as far as encodings treat them differently. */
public final class ScriptCounts {

  /** What is counted, and how many tokens one is taken to be until a model says otherwise. */
  enum Kind {
    MESSAGES(4),
    HAN(0.62),
    KANA_AND_HANGUL(0.75),
    OTHER_LETTERS(0.45),
    /** Runs of Latin letters; a camelCase name is several. */
    WORDS(0.75),
    /** Latin letters beyond the fourth of a word. */
    LONG_LETTERS(0.09),
    DIGITS(0.55),
    /** Runs of ASCII punctuation. */
    PUNCTUATION_RUNS(0.75),
    /** ASCII punctuation beyond the first of a run. */
    FURTHER_PUNCTUATION(0.3),
    WIDE_PUNCTUATION(0.8),
    /** Runs of blanks that are more than one space. */
    BLANK_RUNS(0.8),
    SYMBOLS(1.6);

    private final double tokens;

    Kind(double tokens) {
      this.tokens = tokens;
    }

    double tokens() {
      return tokens;
    }
  }

  private static final int KINDS = Kind.values().length;
  private static final int SHORT_WORD = 4;

  /** Members whose values are addresses or data, and no text for the model. */
  private static final Set<String> NO_TEXT =
      Set.of("image_url", "input_audio", "file", "video_url");

  private final long[] counts;
  private Kind last;
  private boolean lower;
  private int length;

  private ScriptCounts(long[] counts) {
    this.counts = counts;
  }

  /**
   * @param text of one message
   */
  public static ScriptCounts of(String text) {
    ScriptCounts counts = new ScriptCounts(new long[KINDS]);
    counts.add(Kind.MESSAGES);
    counts.text(text);
    return counts;
  }

  /**
   * @param body a chat request: its messages, and the definitions of its tools
   */
  public static ScriptCounts of(JsonObject body) {
    ScriptCounts counts = new ScriptCounts(new long[KINDS]);
    if (body.get("messages") instanceof JsonArray messages) {
      for (JsonValue message : messages) {
        counts.add(Kind.MESSAGES);
        counts.value(message instanceof JsonObject object ? object.get("content") : null);
        if (message instanceof JsonObject object
            && object.get("tool_calls") instanceof JsonArray c) {
          counts.text(c.toString());
        }
      }
    }
    if (body.get("tools") instanceof JsonArray tools) {
      counts.text(tools.toString());
    }
    return counts;
  }

  /** The counts in the order of the kinds, as they were recorded. */
  static ScriptCounts recorded(long[] counts) {
    return new ScriptCounts(Arrays.copyOf(counts, KINDS));
  }

  /** Whether the request has what is no text, so that its tokens say nothing about text. */
  public static boolean onlyText(JsonObject body) {
    return !(body.get("messages") instanceof JsonArray messages)
        || messages.stream().allMatch(ScriptCounts::isText);
  }

  private static boolean isText(JsonValue message) {
    return !(message instanceof JsonObject object)
        || !(object.get("content") instanceof JsonArray parts)
        || parts.stream().allMatch(p -> p instanceof JsonObject o && o.containsKey("text"));
  }

  long count(Kind kind) {
    return counts[kind.ordinal()];
  }

  private void add(Kind kind) {
    counts[kind.ordinal()]++;
  }

  private void value(JsonValue value) {
    if (value instanceof JsonString text) {
      text(text.getString());
    } else if (value instanceof JsonArray array) {
      array.forEach(this::value);
    } else if (value instanceof JsonObject part) {
      part.forEach(
          (name, member) -> {
            if (!name.equals("type") && !NO_TEXT.contains(name)) {
              value(member);
            }
          });
    }
  }

  private void text(String text) {
    last = null;
    text.codePoints().forEach(this::character);
  }

  private void character(int c) {
    Kind kind = kind(c);
    boolean goesOn = kind == last;
    switch (kind) {
      case WORDS -> letter(c, goesOn);
      case PUNCTUATION_RUNS -> add(goesOn ? Kind.FURTHER_PUNCTUATION : kind);
      case BLANK_RUNS -> blank(c, goesOn);
      default -> add(kind);
    }
    last = kind;
  }

  private void letter(int c, boolean goesOn) {
    boolean upper = Character.isUpperCase(c);
    if (!goesOn || upper && lower) {
      add(Kind.WORDS);
      length = 0;
    }
    lower = !upper;
    if (++length > SHORT_WORD) {
      add(Kind.LONG_LETTERS);
    }
  }

  /** One space belongs to the word after it. */
  private void blank(int c, boolean goesOn) {
    length = goesOn ? length + 1 : 1;
    boolean counts = c == ' ' ? length == 2 && !lower : !goesOn || !lower;
    if (!goesOn) {
      lower = false;
    }
    if (counts) {
      add(Kind.BLANK_RUNS);
      lower = true;
    }
  }

  private static Kind kind(int c) {
    if (c < 0x80) {
      return ascii(c);
    }
    if (Character.isWhitespace(c)) {
      return Kind.BLANK_RUNS;
    }
    if (!Character.isLetter(c)) {
      boolean wide =
          c >= 0x2000 && c < 0x2070 || c >= 0x3000 && c < 0x3040 || c >= 0xFF00 && c < 0xFFF0;
      return wide ? Kind.WIDE_PUNCTUATION : Character.isDigit(c) ? Kind.DIGITS : Kind.SYMBOLS;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN -> Kind.HAN;
      case HIRAGANA, KATAKANA, HANGUL -> Kind.KANA_AND_HANGUL;
      case LATIN -> Kind.WORDS;
      default -> Kind.OTHER_LETTERS;
    };
  }

  private static Kind ascii(int c) {
    if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
      return Kind.WORDS;
    }
    if (c >= '0' && c <= '9') {
      return Kind.DIGITS;
    }
    return c <= ' ' ? Kind.BLANK_RUNS : Kind.PUNCTUATION_RUNS;
  }
}
