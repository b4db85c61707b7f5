package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Json.array;
import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.simulator.Doc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client that knows OpenAI's API and nothing of vendors: it sends assistants' messages back as it
 * got them.
 */
final class AgentProgram {
  private static final int MOST_ROUNDS = 6;
  private static final Map<String, String> WEATHER = Map.of("Paris", "21", "Rome", "25");
  private static final Object SCHEMA =
      object(
          "type", "object",
          "properties",
              object(
                  "place",
                      object(
                          "type",
                          "object",
                          "properties",
                          object(
                              "city", object("type", "string"),
                              "region", object("$ref", "#/$defs/region")),
                          "required",
                          array("city"),
                          "additionalProperties",
                          false),
                  "days", object("type", "array", "items", object("type", "integer"))),
          "required", array("place"),
          "additionalProperties", false,
          "$defs", object("region", object("type", "string", "enum", array("north", "south"))));

  private final Http http;
  private final String model;
  private final boolean stream;

  AgentProgram(Http http, String model, boolean stream) {
    this.http = http;
    this.model = model;
    this.stream = stream;
  }

  /**
   * An answer, however it came.
   *
   * @param message as a client keeps it for its next request
   */
  record Answer(int status, Map<String, Object> message, String finish, Doc usage, Doc error) {
    String text() {
      return String.valueOf(message.get("content"));
    }
  }

  Answer ask(String text, Object... more) {
    return ask(array(object("role", "user", "content", text)), more);
  }

  Answer ask(List<Object> messages, Object... more) {
    Map<String, Object> body = object("model", model, "messages", messages);
    body.putAll(object(more));
    if (!stream) {
      Reply reply = http.post("/v1/chat/completions", Json.text(body));
      Doc choice = reply.json().at("choices", 0);
      Map<String, Object> message = new LinkedHashMap<>();
      if (choice.at("message").value() instanceof Map<?, ?> fields) {
        fields.forEach((name, value) -> message.put((String) name, value));
      }
      return new Answer(
          reply.status(),
          message,
          choice.at("finish_reason").text(),
          reply.json().at("usage"),
          reply.json().at("error"));
    }
    body.put("stream", true);
    body.put("stream_options", object("include_usage", true));
    try (EventStream events = http.stream("/v1/chat/completions", Json.text(body))) {
      if (events.status() != 200) {
        return new Answer(events.status(), Map.of(), null, new Doc(null), new Doc(null));
      }
      return new Gathered().all(events);
    }
  }

  /** Puts the parts of a stream together, as clients do. */
  private static final class Gathered {
    private final Map<String, Object> message = object("role", "assistant");
    private final List<Object> calls = new ArrayList<>();
    private String finish;
    private Doc usage = new Doc(null);
    private Doc error = new Doc(null);

    Answer all(EventStream events) {
      for (String data = events.next(); data != null; data = events.next()) {
        if (!data.equals("[DONE]")) {
          Doc chunk = Doc.parse(data);
          error = chunk.has("error") ? chunk.at("error") : error;
          usage = chunk.at("usage").present() ? chunk.at("usage") : usage;
          Doc choice = chunk.at("choices", 0);
          finish =
              choice.at("finish_reason").present() ? choice.at("finish_reason").text() : finish;
          if (choice.at("delta").value() instanceof Map<?, ?> delta) {
            delta.forEach((name, value) -> add((String) name, new Doc(value)));
          }
        }
      }
      message.putIfAbsent("content", "");
      if (!calls.isEmpty()) {
        message.put("tool_calls", calls);
      }
      return new Answer(200, message, finish, usage, error);
    }

    private void add(String name, Doc value) {
      if (name.equals("tool_calls")) {
        value.items().forEach(this::call);
      } else if (value.text() != null && !name.equals("role")) {
        message.merge(name, value.text(), (a, b) -> a + (String) b);
      } else if (!value.items().isEmpty()) {
        List<Object> all = new ArrayList<>((List<?>) message.getOrDefault(name, array()));
        value.items().forEach(item -> all.add(item.value()));
        message.put(name, all);
      }
    }

    @SuppressWarnings("unchecked")
    private void call(Doc part) {
      int index = part.at("index").integer();
      while (calls.size() <= index) {
        calls.add(
            object("id", "", "type", "function", "function", object("name", "", "arguments", "")));
      }
      Map<String, Object> call = (Map<String, Object>) calls.get(index);
      Map<String, Object> function = (Map<String, Object>) call.get("function");
      append(call, "id", part.at("id"));
      append(function, "name", part.at("function", "name"));
      append(function, "arguments", part.at("function", "arguments"));
    }

    private static void append(Map<String, Object> to, String name, Doc part) {
      if (part.text() != null) {
        to.merge(name, part.text(), (a, b) -> a + (String) b);
      }
    }
  }

  /**
   * Lets the model call tools until it answers.
   *
   * @param more fields of each request
   * @return what was called, in its order, and the last answer
   */
  List<String> weather(Object... more) {
    List<String> seen = new ArrayList<>();
    List<Object> messages = new ArrayList<>();
    messages.add(object("role", "system", "content", "Be brief."));
    messages.add(object("role", "user", "content", "weather"));
    Map<String, Object> fields = object(more);
    fields.put(
        "tools",
        array(
            object(
                "type",
                "function",
                "function",
                object(
                    "name", "get_weather",
                    "description", "The weather of a place",
                    "parameters", SCHEMA))));
    Object[] flat =
        fields.entrySet().stream()
            .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
            .toArray();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Answer answer = ask(messages, flat);
      if (answer.status() != 200) {
        seen.add(answer.status() + " " + answer.error());
        return seen;
      }
      Doc calls = new Doc(answer.message().get("tool_calls"));
      if (calls.items().isEmpty()) {
        seen.add(answer.finish() + ": " + answer.text());
        return seen;
      }
      if (!"tool_calls".equals(answer.finish())) {
        seen.add("finish " + answer.finish());
      }
      messages.add(answer.message());
      for (Doc call : calls.items()) {
        Doc arguments = Doc.parse(call.at("function", "arguments").text());
        seen.add(call.at("function", "name").text() + " " + arguments);
        messages.add(
            object(
                "role", "tool",
                "tool_call_id", call.at("id").text(),
                "content", WEATHER.get(arguments.at("place", "city").text())));
      }
    }
    seen.add("no end");
    return seen;
  }
}
