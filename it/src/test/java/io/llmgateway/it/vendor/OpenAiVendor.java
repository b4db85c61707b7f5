package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Ask.require;
import static io.llmgateway.it.vendor.Json.array;
import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A vendor of OpenAI's wire, with what it does differently. */
abstract class OpenAiVendor implements Vendor {
  private final String provider;
  private final String model;

  OpenAiVendor(String provider, String model) {
    this.provider = provider;
    this.model = model;
  }

  @Override
  public final String provider() {
    return provider;
  }

  @Override
  public final String model() {
    return model;
  }

  @Override
  public String base() {
    return "/v1";
  }

  /** Checks who calls. */
  boolean knows(Exchange request) {
    return ("Bearer " + key()).equals(request.header("authorization"));
  }

  /** Whether the request asks for thinking. */
  abstract boolean thinks(Doc body);

  /** Refuses what the vendor refuses. */
  abstract void check(Doc body);

  /** The parts of a stream, or the one of a whole answer. */
  abstract Script stream(Said said);

  abstract Map<String, Object> message(Said said);

  String finish(Said said) {
    return said.filtered() ? "content_filter" : said.calls().isEmpty() ? "stop" : "tool_calls";
  }

  abstract Script fault(String fault);

  abstract Script refused(String why);

  @Override
  public final Script answer(Exchange request) {
    if (!knows(request)) {
      return fault("AUTH");
    }
    Doc body = request.json();
    if (request.path().startsWith("/v1/embeddings")) {
      return embedded(request);
    }
    if (!request.path().equals("/v1/chat/completions")) {
      return Script.status(404).json("{\"error\":{\"message\":\"no such path\"}}");
    }
    try {
      check(body);
      boolean stream = body.at("stream").isTrue();
      Ask ask =
          ask(
              body.at("messages"),
              body.at("tools"),
              body.at("response_format"),
              thinks(body),
              stream);
      Said said = Said.to(ask, parallel());
      if (said.fault() != null) {
        return fault(said.fault());
      }
      return stream ? stream(said) : Script.json(Json.text(whole(said)));
    } catch (Ask.Refused e) {
      return refused(e.getMessage());
    }
  }

  Script embedded(Exchange request) {
    return Script.json(
        Json.text(
            object(
                "object", "list",
                "data", Embedded.data(request.json().at("input")),
                "model", embeddingModel(),
                "usage", object("prompt_tokens", 5, "total_tokens", 5))));
  }

  Map<String, Object> whole(Said said) {
    return object(
        "id",
        "i",
        "object",
        "chat.completion",
        "created",
        1,
        "model",
        model,
        "choices",
        array(object("index", 0, "message", message(said), "finish_reason", finish(said))),
        "usage",
        usage());
  }

  static Map<String, Object> usage() {
    return object(
        "prompt_tokens", Said.PROMPT_TOKENS,
        "completion_tokens", Said.COMPLETION_TOKENS,
        "total_tokens", Said.PROMPT_TOKENS + Said.COMPLETION_TOKENS);
  }

  /**
   * @param finish or null
   */
  Map<String, Object> chunk(Map<String, Object> delta, String finish) {
    return object(
        "id",
        "i",
        "object",
        "chat.completion.chunk",
        "created",
        1,
        "model",
        model,
        "choices",
        array(object("index", 0, "delta", delta, "finish_reason", finish)));
  }

  static List<Object> calls(Said said) {
    List<Object> calls = new ArrayList<>();
    for (Ask.Call call : said.calls()) {
      calls.add(call(call.id(), call.name(), Json.text(call.arguments())));
    }
    return calls;
  }

  static Map<String, Object> call(String id, String name, String arguments) {
    return object(
        "id", id, "type", "function", "function", object("name", name, "arguments", arguments));
  }

  static void only(Doc object, Set<String> fields, String what) {
    for (Object name : ((Map<?, ?>) object.value()).keySet()) {
      require(fields.contains(name), "Extra inputs are not permitted: " + what + "." + name);
    }
  }

  /** Reads OpenAI's form; a result belongs to a call that went before it. */
  static Ask ask(Doc all, Doc tools, Doc format, boolean thinks, boolean stream) {
    List<Ask.Message> messages = new ArrayList<>();
    Set<String> open = new HashSet<>();
    String system = "";
    for (Doc message : all.items()) {
      String role = message.at("role").text();
      String text = message.at("content").text();
      for (Doc call : message.at("tool_calls").items()) {
        open.add(call.at("id").text());
      }
      switch (role) {
        case "system" -> system += text;
        case "tool" -> {
          String id = message.at("tool_call_id").text();
          require(open.remove(id), "a result without a call: " + id);
          messages.add(Ask.Message.result(id, text));
        }
        default -> {
          require(Set.of("user", "assistant").contains(role), "role " + role);
          messages.add(Ask.Message.said(role, text == null ? "" : text));
        }
      }
    }
    require(open.isEmpty(), "calls without results: " + open);
    List<String> names = new ArrayList<>();
    tools.items().forEach(tool -> names.add(tool.at("function", "name").text()));
    return new Ask(
        messages,
        system,
        names,
        tools.at(0, "function", "parameters"),
        Set.of("json_object", "json_schema").contains(String.valueOf(format.at("type").text())),
        thinks,
        stream);
  }
}
