package io.llmgateway.provider.contract;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.transport.CannedProvider;
import io.llmgateway.provider.transport.CannedProvider.Exchange;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A provider as its shipped file describes it: what reaches it of a request, and what becomes of
 * its answer. A quirk that only the file mends is covered by this, and not by a test of the option.
 */
final class Shipped {
  private static final Catalog CATALOG = Catalog.load();
  private static final String HI = "'messages':[{'role':'user','content':'hi'}]";
  private static final String ANSWER =
      "{'id':'c','model':'m','choices':[{'index':0,'message':{'role':'assistant','content':'ok'},"
          + "'finish_reason':'stop'}],'usage':{'prompt_tokens':1,'completion_tokens':1,"
          + "'total_tokens':2}}";

  private Shipped() {}

  static ProviderCard card(String provider) {
    return CATALOG.provider(provider).orElseThrow();
  }

  /** The body of a request that reaches the provider, of which the client said these fields. */
  static JsonObject sent(String provider, String model, String fields) {
    return Requests.json(exchange(provider, model, false, fields).body());
  }

  static JsonObject sentForStream(String provider, String model, String fields) {
    return Requests.json(exchange(provider, model, true, fields).body());
  }

  /**
   * @param fields with quotes for apostrophes; {@code messages} are added if there are none
   */
  static Exchange exchange(String provider, String model, boolean stream, String fields) {
    try (CannedProvider upstream = canned("application/json", ANSWER)) {
      try {
        all(open(upstream, provider, model, stream, fields));
      } catch (ChatException e) {
        // the answer is in OpenAI's form, whatever the wire: the request is what counts
      }
      return upstream.requests.remove();
    }
  }

  /** The events of a stream of these chunks, each without its {@code data:}. */
  static List<ChatEvent> stream(String provider, String model, String... chunks) {
    StringBuilder sse = new StringBuilder();
    for (String chunk : chunks) {
      sse.append("data: ").append(chunk).append("\n\n");
    }
    try (CannedProvider upstream =
        canned("text/event-stream", sse.append("data: [DONE]\n\n").toString())) {
      return all(open(upstream, provider, model, true, ""));
    }
  }

  static List<ChatEvent> answer(String provider, String model, String fields, String json) {
    try (CannedProvider upstream = canned("application/json", json)) {
      return all(open(upstream, provider, model, false, fields));
    }
  }

  static CannedProvider canned(String contentType, String body) {
    return CannedProvider.of(
        "200 OK\r\nContent-Type: " + contentType,
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static ChatStream open(
      CannedProvider upstream, String provider, String model, boolean stream, String fields) {
    Endpoint endpoint =
        new Endpoint("c", upstream.uri(), Spoken.SECRET, Timeouts.DEFAULT, Map.of());
    return open(endpoint, provider, model, stream, fields);
  }

  /** The request that reaches a channel with this key and these options. */
  static Exchange exchange(String provider, String model, String key, Map<String, String> options) {
    try (CannedProvider upstream = canned("application/json", ANSWER)) {
      Endpoint endpoint = new Endpoint("c", upstream.uri(), key, Timeouts.DEFAULT, options);
      all(open(endpoint, provider, model, false, ""));
      return upstream.requests.remove();
    }
  }

  private static ChatStream open(
      Endpoint endpoint, String provider, String model, boolean stream, String fields) {
    ProviderCard card = card(provider);
    Wire wire =
        Spoken.WIRES.stream().filter(w -> w.id().equals(card.wire())).findFirst().orElseThrow();
    return wire.chat(card, endpoint).chat(request(model, stream, fields), new Cancellation());
  }

  private static ChatRequest request(String model, boolean stream, String fields) {
    String messages = fields.contains("'messages'") ? "" : HI;
    String comma = fields.isEmpty() || messages.isEmpty() ? "" : ",";
    JsonObject body = Requests.json("{'model':'public'," + messages + comma + fields + "}");
    return new ChatRequest(model, body, stream, false, body.getInt("n", 1), 0, 100);
  }

  static List<ChatEvent> all(ChatStream stream) {
    List<ChatEvent> events = new ArrayList<>();
    try (stream) {
      for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
        events.add(event);
      }
    }
    return events;
  }

  /** Two tools, the second one of the name that is given. */
  static String tools(String second) {
    return "'tools':["
        + "{'type':'function','function':{'name':'look','parameters':{'type':'object'}}},"
        + "{'type':'function','function':{'name':'"
        + second
        + "','parameters':{'type':'object'}}}]";
  }

  static JsonObject message(JsonObject body, int index) {
    JsonArray messages = body.getJsonArray("messages");
    return messages.getJsonObject(index);
  }
}
