package io.llmgateway.provider.openai;

import io.llmgateway.catalog.LayerOptions;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.CardOptions;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one provider differs from the plain wire, read from its card:
 *
 * <pre>
 * allow             request fields that may be sent: a,b; without it all
 * drop              request fields that are not sent: a,b
 * rename            request fields that have another name: a=b,c=d; a field that the client sent
 *                   under the new name wins
 * clamp             bounds of numbers: temperature=0..1,top_p=0.01..1
 * defaults          a JSON object of request fields that are added when the client sent none
 * developer-role    what the role "developer" is called: system
 * stream-options    false: the provider does not know stream_options
 * embedding-format  float (without the option), as-asked, or none (the field is not sent)
 * embedding-body    texts: {texts, type}, answered by {vectors} (MiniMax); without it OpenAI's
 * chat-path         instead of /chat/completions, with places such as {model} and {group-id}
 * embeddings-path   instead of /embeddings, the same
 * history           rules for earlier messages, see {@link MessageHistory}: a,b
 * request           rules for the request as a whole, see {@link RequestRules}: a,b
 * defaults-with-tools        as defaults, for a request with tools
 * defaults-with-tool-stream  the same, when its answer is a stream
 * drop-thinking     request fields that are sent only when thinking is turned off
 * not-beside        request fields that are not sent beside another: a=b, a when b is there
 * stream-with-tools false: a request with tools is answered in one piece only; who wants a stream
 *                   gets one of one piece
 * strip-text        marks that are taken out of the answer's text: a,b
 * strip-fields      fields of the answer that are not passed on: a,b
 * headers           further headers: Name=value,Name={place}; without a value for it none is sent
 * </pre>
 *
 * <p>Any of them may be for some models only, with their patterns after an at sign: {@code
 * drop@o1*,o3*} stands in for {@code drop} where the model's name matches.
 *
 * <p>The options of {@link Authenticators} and {@link LayerOptions} stand beside these.
 */
record WireOptions(
    Set<String> allow,
    Set<String> drop,
    Map<String, String> rename,
    Map<String, Range> clamp,
    JsonObject defaults,
    MessageHistory history,
    boolean streamOptions,
    String embeddingFormat,
    boolean embeddingTexts,
    String chatPath,
    String embeddingsPath,
    String headers,
    RequestRules rules,
    boolean streamWithTools,
    List<String> stripText,
    Set<String> stripFields) {

  /** Inclusive bounds. */
  record Range(BigDecimal least, BigDecimal most) {
    BigDecimal clamp(BigDecimal value) {
      return value.max(least).min(most);
    }
  }

  private static final Set<String> NAMES =
      Set.of(
          "allow",
          "drop",
          "rename",
          "clamp",
          "defaults",
          "developer-role",
          "stream-options",
          "embedding-format",
          "embedding-body",
          "chat-path",
          "embeddings-path",
          "headers",
          "history",
          "api-version",
          "request",
          "defaults-with-tools",
          "defaults-with-tool-stream",
          "drop-thinking",
          "not-beside",
          "stream-with-tools",
          "strip-text",
          "strip-fields");

  /**
   * @throws IllegalArgumentException when an option is unknown or can not be read
   */
  static WireOptions of(Map<String, String> options) {
    CardOptions.require("openai", options, NAMES);
    return new WireOptions(
        names(options.get("allow")),
        names(options.get("drop")),
        pairs(options.get("rename")),
        ranges(options.get("clamp")),
        defaults(options, "defaults"),
        new MessageHistory(names(options.get("history")), options.get("developer-role")),
        !"false".equals(options.get("stream-options")),
        options.getOrDefault("embedding-format", "float"),
        "texts".equals(options.get("embedding-body")),
        options.getOrDefault("chat-path", "/chat/completions"),
        options.getOrDefault("embeddings-path", "/embeddings"),
        options.get("headers"),
        rules(options),
        !"false".equals(options.get("stream-with-tools")),
        List.copyOf(names(options.get("strip-text"))),
        names(options.get("strip-fields")));
  }

  private static RequestRules rules(Map<String, String> options) {
    return new RequestRules(
        names(options.get("request")),
        defaults(options, "defaults-with-tools"),
        defaults(options, "defaults-with-tool-stream"),
        names(options.get("drop-thinking")),
        pairs(options.get("not-beside")));
  }

  /**
   * @return whether the provider is asked for a stream
   */
  boolean streams(ChatRequest request) {
    return request.stream() && (streamWithTools || !RequestRules.hasTools(request.body()));
  }

  private static Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    if (text != null) {
      for (String name : text.split(",")) {
        names.add(name.trim());
      }
    }
    return Set.copyOf(names);
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (text != null) {
      for (String pair : text.split(",")) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException("not of the form a=b: " + pair);
        }
        pairs.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
      }
    }
    return Map.copyOf(pairs);
  }

  private static Map<String, Range> ranges(String text) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    pairs(text)
        .forEach(
            (name, range) -> {
              int dots = range.indexOf("..");
              if (dots < 1) {
                throw new IllegalArgumentException("not of the form 0..1: " + range);
              }
              ranges.put(
                  name,
                  new Range(
                      new BigDecimal(range.substring(0, dots)),
                      new BigDecimal(range.substring(dots + 2))));
            });
    return Map.copyOf(ranges);
  }

  private static JsonObject defaults(Map<String, String> options, String name) {
    String text = options.get(name);
    if (text == null) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    if (JsonText.parse(text) instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException(name + " is not a JSON object: " + text);
  }

  /**
   * @return the name under which the field is sent, or null when it is not sent
   */
  String sentAs(String field) {
    String name = rename.getOrDefault(field, field);
    return drop.contains(field) || !allow.isEmpty() && !allow.contains(name) ? null : name;
  }
}
