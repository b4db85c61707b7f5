package io.llmgateway.routing.prompt;

import java.util.List;

/** The writing of a prompt, as far as it says which models are good at it. */
public enum Language {
  CHINESE("zh"),
  JAPANESE("ja"),
  KOREAN("ko"),
  /** Latin letters: nearly always English here, and the same models for its neighbours. */
  ENGLISH("en"),
  OTHER("other");

  /** All that a rule may be made for. */
  public static final List<String> CODES = List.of("zh", "ja", "ko", "en", "other");

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /**
   * @return ISO 639-1, or {@code other}
   */
  public String code() {
    return code;
  }

  /**
   * Counts letters. A Han character stands for about three Latin letters; Japanese has kana among
   * its Han characters.
   */
  public static Language of(CharSequence text) {
    int han = 0;
    int kana = 0;
    int hangul = 0;
    int latin = 0;
    int other = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        latin += Character.isLetter(c) ? 1 : 0;
      } else if (c >= 0x4E00 && c <= 0x9FFF || c >= 0x3400 && c <= 0x4DBF) {
        han++;
      } else if (c >= 0x3040 && c <= 0x30FF) {
        kana++;
      } else if (c >= 0xAC00 && c <= 0xD7AF) {
        hangul++;
      } else if (Character.isLetter(c)) {
        boolean western = Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
        latin += western ? 1 : 0;
        other += western ? 0 : 1;
      }
    }
    return of(han, kana, hangul, latin, other);
  }

  private static Language of(int han, int kana, int hangul, int latin, int other) {
    int asian = 3 * (han + kana + hangul);
    if (other > Math.max(asian, latin)) {
      return OTHER;
    }
    if (asian >= latin && asian > 0) {
      if (5 * kana > han + kana) {
        return JAPANESE;
      }
      return hangul > han ? KOREAN : CHINESE;
    }
    return latin > 0 ? ENGLISH : OTHER;
  }
}
