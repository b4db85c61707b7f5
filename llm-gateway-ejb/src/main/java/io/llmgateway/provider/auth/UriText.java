package io.llmgateway.provider.auth;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Addresses in the canonical forms that signatures are made of (RFC 3986, 2.3). */
final class UriText {
  private static final String UNRESERVED = "-_.~";

  private UriText() {}

  static String encode(String text) {
    return encode(text, "");
  }

  /** As {@link #encode(String)}, with slashes left as they are. */
  static String encodePath(String path) {
    return encode(path, "/");
  }

  private static String encode(String text, String kept) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (plain || UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(String.format("%02X", (int) c));
      }
    }
    return out.toString();
  }

  /**
   * @return the query's parameters, encoded and sorted, each with an equals sign
   */
  static String canonicalQuery(List<Map.Entry<String, String>> parameters) {
    List<String> parts = new ArrayList<>(parameters.size());
    for (Map.Entry<String, String> parameter : parameters) {
      String value = parameter.getValue();
      parts.add(encode(parameter.getKey()) + '=' + (value == null ? "" : encode(value)));
    }
    parts.sort(null);
    return String.join("&", parts);
  }

  static List<Map.Entry<String, String>> parameters(URI uri) {
    List<Map.Entry<String, String>> parameters = new ArrayList<>();
    String query = uri.getRawQuery();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String part : query.split("&")) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      parameters.add(Map.entry(decode(name), decode(value)));
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /**
   * @return the path as it was meant, decoded, never empty
   */
  static String path(URI uri) {
    String path = uri.getPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /**
   * @return what the client sends as {@code Host}
   */
  static String host(URI uri) {
    String authority = uri.getRawAuthority();
    return authority.substring(authority.lastIndexOf('@') + 1);
  }
}
