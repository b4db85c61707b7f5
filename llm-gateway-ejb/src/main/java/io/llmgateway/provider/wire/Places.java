package io.llmgateway.provider.wire;

import io.llmgateway.chat.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in the places of a text such as {@code
 * /deployments/{model}/chat?api-version={api-version}}: with the model, or with an option of the
 * channel or the provider.
 */
public final class Places {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)\\}");

  private final Endpoint endpoint;
  private final Map<String, String> card;

  /**
   * @param card the provider's options, which stand in for those that the channel does not set
   */
  public Places(Endpoint endpoint, Map<String, String> card) {
    this.endpoint = endpoint;
    this.card = card;
  }

  /**
   * @throws IllegalArgumentException naming the setting that the channel lacks
   */
  public Places require(String template) {
    path(template, "model");
    return this;
  }

  /**
   * @return the path with its places filled in, each percent-encoded. A parameter of the query
   *     whose option is not set is left out
   * @throws IllegalArgumentException when a place before the query has no value
   */
  public String path(String template, String model) {
    if (template.indexOf('{') < 0) {
      return template;
    }
    int query = template.indexOf('?');
    String path = query < 0 ? template : template.substring(0, query);
    StringBuilder filled = new StringBuilder(fill(path, model, true));
    if (query >= 0) {
      char joint = '?';
      for (String parameter : template.substring(query + 1).split("&")) {
        String text = fill(parameter, model, false);
        if (text != null) {
          filled.append(joint).append(text);
          joint = '&';
        }
      }
    }
    return filled.toString();
  }

  private String fill(String text, String model, boolean required) {
    Matcher place = PLACE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (place.find()) {
      String value = value(place.group(1), model);
      if (value == null && required) {
        throw new IllegalArgumentException(
            "needs gateway.channel." + endpoint.channel() + "." + place.group(1));
      }
      if (value == null) {
        return null;
      }
      place.appendReplacement(filled, Matcher.quoteReplacement(encode(value)));
    }
    return place.appendTail(filled).toString();
  }

  private String value(String name, String model) {
    if (name.equals("model")) {
      return model;
    }
    String own = endpoint.options().get(name);
    return own == null ? card.get(name) : own;
  }

  /** Bedrock and Vertex take colons and at signs in names as they are or encoded. */
  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * @param text headers: {@code Name=value,Name={place}}, or null
   * @return those whose places have a value
   */
  public Map<String, String> headers(String text) {
    if (text == null) {
      return Map.of();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("headers: not of the form Name=value: " + pair);
      }
      String value = plain(pair.substring(equals + 1).trim());
      if (value != null) {
        headers.put(pair.substring(0, equals).trim(), value);
      }
    }
    return headers;
  }

  private String plain(String text) {
    Matcher place = PLACE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (place.find()) {
      String value = value(place.group(1), null);
      if (value == null) {
        return null;
      }
      place.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return place.appendTail(filled).toString();
  }
}
