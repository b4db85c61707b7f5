package io.llmgateway.api.json;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads a JSON object from untrusted bytes, as RFC 8259 defines it and no wider: strict UTF-8 (a
 * byte order mark is tolerated), nothing after the end, no key twice (two readers that disagree on
 * the winner are a way past a check), no nesting beyond {@link #MAX_DEPTH}, no number that only its
 * exponent makes huge.
 *
 * <p>The JSON-P providers differ in all of these, and none can be told the limits by a standard
 * setting; the document model is still theirs.
 */
public final class StrictJson {
  /** Levels of arrays and objects, the outermost included. */
  public static final int MAX_DEPTH = 256;

  private static final int MAX_NUMBER_LENGTH = 1000;
  private static final int MAX_EXPONENT_DIGITS = 3;
  private static final int MAX_LONG_DIGITS = 18;
  private static final JsonProvider JSON = JsonProvider.provider();

  private final char[] text;
  private final int end;
  private int at;
  private int depth;

  private StrictJson(char[] text, int start, int end) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  /**
   * @param bytes holds the document in its first {@code length} bytes
   * @throws ChatException.Final with {@link ErrorCode#INVALID_JSON}; the message says what and
   *     where
   */
  public static JsonObject readObject(byte[] bytes, int length) {
    CharBuffer chars = decode(bytes, length);
    int start = chars.remaining() > 0 && chars.get(0) == '\uFEFF' ? 1 : 0;
    return new StrictJson(chars.array(), chars.arrayOffset() + start, chars.limit()).document();
  }

  private static CharBuffer decode(byte[] bytes, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, 0, length));
    } catch (CharacterCodingException e) {
      throw invalid("The request body is not valid UTF-8.");
    }
  }

  private JsonObject document() {
    skipSpace();
    if (at == end) {
      throw invalid("The request body is empty; expected a JSON object.");
    }
    if (text[at] != '{') {
      throw invalid("The request body must be a JSON object.");
    }
    JsonObject object = object();
    skipSpace();
    if (at < end) {
      throw unexpected();
    }
    return object;
  }

  private JsonValue value() {
    if (at == end) {
      throw unexpected();
    }
    switch (text[at]) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return JSON.createValue(string());
      case 't':
        return literal("true", JsonValue.TRUE);
      case 'f':
        return literal("false", JsonValue.FALSE);
      case 'n':
        return literal("null", JsonValue.NULL);
      default:
        return number();
    }
  }

  private JsonObject object() {
    deeper();
    JsonObjectBuilder object = JSON.createObjectBuilder();
    if (!opensEmpty('}')) {
      Set<String> keys = new HashSet<>();
      do {
        skipSpace();
        String key = string();
        if (!keys.add(key)) {
          throw invalid("The request body holds the key '" + shown(key) + "' twice in one object.");
        }
        skipSpace();
        expect(':');
        skipSpace();
        object.add(key, value());
      } while (another('}'));
    }
    depth--;
    return object.build();
  }

  private JsonValue array() {
    deeper();
    JsonArrayBuilder array = JSON.createArrayBuilder();
    if (!opensEmpty(']')) {
      do {
        skipSpace();
        array.add(value());
      } while (another(']'));
    }
    depth--;
    return array.build();
  }

  private void deeper() {
    if (++depth > MAX_DEPTH) {
      throw invalid("The request body is nested deeper than " + MAX_DEPTH + " levels.");
    }
  }

  /** Steps over the opening bracket, and over the closing one when it follows. */
  private boolean opensEmpty(char close) {
    at++;
    skipSpace();
    if (at < end && text[at] == close) {
      at++;
      return true;
    }
    return false;
  }

  /** Steps over a comma (true) or the closing bracket (false). */
  private boolean another(char close) {
    skipSpace();
    if (at < end && text[at] == close) {
      at++;
      return false;
    }
    expect(',');
    return true;
  }

  private JsonValue literal(String word, JsonValue value) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return value;
  }

  private String string() {
    expect('"');
    int start = at;
    while (at < end) {
      char c = text[at];
      if (c == '"') {
        return new String(text, start, at++ - start);
      }
      if (c == '\\') {
        return escapedString(start);
      }
      if (c < ' ') {
        throw unexpected();
      }
      at++;
    }
    throw unexpected();
  }

  private String escapedString(int start) {
    StringBuilder result = new StringBuilder(at - start + 64);
    int run = start;
    while (at < end) {
      char c = text[at];
      if (c == '"') {
        return result.append(text, run, at++ - run).toString();
      }
      if (c < ' ') {
        throw unexpected();
      }
      if (c == '\\') {
        result.append(text, run, at++ - run).append(escape());
        run = at;
      } else {
        at++;
      }
    }
    throw unexpected();
  }

  private char escape() {
    if (at == end) {
      throw unexpected();
    }
    char c = text[at];
    switch (c) {
      case '"', '\\', '/':
        break;
      case 'b':
        c = '\b';
        break;
      case 'f':
        c = '\f';
        break;
      case 'n':
        c = '\n';
        break;
      case 'r':
        c = '\r';
        break;
      case 't':
        c = '\t';
        break;
      case 'u':
        return unicodeEscape();
      default:
        throw unexpected();
    }
    at++;
    return c;
  }

  private char unicodeEscape() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      int digit = at < end && text[at] < 128 ? Character.digit(text[at], 16) : -1;
      if (digit < 0) {
        throw unexpected();
      }
      code = code << 4 | digit;
    }
    at++;
    return (char) code;
  }

  private JsonValue number() {
    int start = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    boolean whole = true;
    if (skip('.')) {
      whole = false;
      digits();
    }
    if (skip('e') || skip('E')) {
      whole = false;
      if (!skip('+')) {
        skip('-');
      }
      while (at + 1 < end && text[at] == '0' && isDigit(text[at + 1])) {
        at++;
      }
      if (digits() > MAX_EXPONENT_DIGITS) {
        throw invalid("The request body holds a number that is out of range.");
      }
    }
    int length = at - start;
    if (length > MAX_NUMBER_LENGTH) {
      throw invalid("The request body holds a number that is out of range.");
    }
    return whole && length <= MAX_LONG_DIGITS
        ? JSON.createValue(Long.parseLong(new String(text, start, length)))
        : JSON.createValue(new BigDecimal(text, start, length));
  }

  private int digits() {
    int start = at;
    while (at < end && isDigit(text[at])) {
      at++;
    }
    if (at == start) {
      throw unexpected();
    }
    return at - start;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean skip(char c) {
    if (at < end && text[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw unexpected();
    }
  }

  private void skipSpace() {
    while (at < end
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
      at++;
    }
  }

  private ChatException unexpected() {
    if (at >= end) {
      return invalid("The request body is not valid JSON: it ends too early.");
    }
    int line = 1;
    int column = 1;
    for (int i = 0; i < at; i++) {
      column = text[i] == '\n' ? 1 : column + 1;
      line += text[i] == '\n' ? 1 : 0;
    }
    return invalid(
        "The request body is not valid JSON: unexpected character at line %d, column %d."
            .formatted(line, column));
  }

  private static String shown(String key) {
    return key.length() <= 64 ? key : key.substring(0, 64) + "...";
  }

  private static ChatException.Final invalid(String message) {
    return new ChatException.Final(ErrorCode.INVALID_JSON, message);
  }
}
