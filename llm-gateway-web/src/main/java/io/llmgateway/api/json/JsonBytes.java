package io.llmgateway.api.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * JSON text as UTF-8 bytes in one buffer that is used again for each event of a stream. The caller
 * writes the punctuation; values are escaped here. A half of a surrogate pair, which UTF-8 can not
 * carry, is written as its escape, so that it survives. Not safe for use by several threads.
 */
public final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] buffer;
  private int size;

  public JsonBytes(int capacity) {
    buffer = new byte[capacity];
  }

  /** Appends text of ASCII characters as it is. */
  @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int): the fast way for ASCII
  public JsonBytes ascii(String text) {
    ensure(text.length());
    text.getBytes(0, text.length(), buffer, size);
    size += text.length();
    return this;
  }

  public JsonBytes raw(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  public JsonBytes raw(JsonBytes other) {
    ensure(other.size);
    System.arraycopy(other.buffer, 0, buffer, size, other.size);
    size += other.size;
    return this;
  }

  public JsonBytes number(long value) {
    return ascii(Long.toString(value));
  }

  /** Appends a quoted string; null becomes the literal {@code null}. */
  public JsonBytes string(CharSequence text) {
    if (text == null) {
      return ascii("null");
    }
    int length = text.length();
    ensure(length + 2);
    buffer[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
        if (size == buffer.length) {
          ensure(length - i + 1);
        }
        buffer[size++] = (byte) c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        supplementary(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        special(c);
      }
    }
    ensure(1);
    buffer[size++] = '"';
    return this;
  }

  /** Appends any value; null becomes the literal {@code null}. */
  public JsonBytes value(JsonValue value) {
    if (value == null) {
      return ascii("null");
    }
    switch (value.getValueType()) {
      case OBJECT:
        return object(value.asJsonObject());
      case ARRAY:
        return array(value.asJsonArray());
      case STRING:
        return string(((JsonString) value).getChars());
      default:
        return ascii(value.toString());
    }
  }

  /** Appends {@code ,"name":value} for each member. */
  public JsonBytes furtherMembers(JsonObject object) {
    for (Map.Entry<String, JsonValue> member : object.entrySet()) {
      ascii(",").string(member.getKey()).ascii(":").value(member.getValue());
    }
    return this;
  }

  private JsonBytes object(JsonObject object) {
    ascii("{");
    String separator = "";
    for (Map.Entry<String, JsonValue> member : object.entrySet()) {
      ascii(separator).string(member.getKey()).ascii(":").value(member.getValue());
      separator = ",";
    }
    return ascii("}");
  }

  private JsonBytes array(JsonArray array) {
    ascii("[");
    String separator = "";
    for (JsonValue item : array) {
      ascii(separator).value(item);
      separator = ",";
    }
    return ascii("]");
  }

  private void special(char c) {
    ensure(6);
    if (c == '"' || c == '\\') {
      escape(c);
    } else if (c == '\n') {
      escape('n');
    } else if (c == '\r') {
      escape('r');
    } else if (c == '\t') {
      escape('t');
    } else if (c < ' ' || Character.isSurrogate(c)) {
      escape('u');
      for (int shift = 12; shift >= 0; shift -= 4) {
        buffer[size++] = HEX[c >> shift & 15];
      }
    } else if (c < 0x800) {
      buffer[size++] = (byte) (0xC0 | c >> 6);
      buffer[size++] = (byte) (0x80 | c & 0x3F);
    } else {
      buffer[size++] = (byte) (0xE0 | c >> 12);
      buffer[size++] = (byte) (0x80 | c >> 6 & 0x3F);
      buffer[size++] = (byte) (0x80 | c & 0x3F);
    }
  }

  private void escape(char c) {
    buffer[size++] = '\\';
    buffer[size++] = (byte) c;
  }

  private void supplementary(int codePoint) {
    ensure(4);
    buffer[size++] = (byte) (0xF0 | codePoint >> 18);
    buffer[size++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
    buffer[size++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
    buffer[size++] = (byte) (0x80 | codePoint & 0x3F);
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(buffer, 0, size);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  @Override
  public String toString() {
    return new String(buffer, 0, size, StandardCharsets.UTF_8);
  }
}
