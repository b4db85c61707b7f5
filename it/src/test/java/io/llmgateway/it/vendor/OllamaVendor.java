package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Ask.require;
import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ollama's own API: lines of JSON, arguments as objects, calls without ids. */
final class OllamaVendor implements Vendor {
  @Override
  public String provider() {
    return "ollama-native";
  }

  @Override
  public String model() {
    return "gpt-oss:20b";
  }

  @Override
  public boolean filters() {
    return false;
  }

  @Override
  public boolean hasQuota() {
    return false;
  }

  @Override
  public String embeddingModel() {
    return "nomic-embed-text";
  }

  @Override
  public Script answer(Exchange request) {
    Doc body = request.json();
    if (request.path().equals("/api/embed")) {
      List<Object> vectors = new ArrayList<>();
      body.at("input").items().forEach(text -> vectors.add(Embedded.vector(text.text())));
      return Script.json(
          Json.text(object("model", model(), "embeddings", vectors, "prompt_eval_count", 5)));
    }
    if (!request.path().equals("/api/chat")) {
      return error(404, "404 page not found");
    }
    try {
      Ask ask = ask(body);
      Said said = Said.to(ask, parallel());
      return said.fault() == null ? answer(ask, said) : fault(said.fault());
    } catch (Ask.Refused e) {
      return error(400, e.getMessage());
    }
  }

  private static Ask ask(Doc body) {
    List<Ask.Message> messages = new ArrayList<>();
    String system = "";
    for (Doc message : body.at("messages").items()) {
      String role = message.at("role").text();
      String text = message.at("content").text();
      for (Doc call : message.at("tool_calls").items()) {
        require(
            call.at("function", "arguments").value() instanceof Map,
            "json: cannot unmarshal string into Go struct field .arguments");
      }
      if (role.equals("system")) {
        system = text;
      } else if (role.equals("tool")) {
        require("get_weather".equals(message.at("tool_name").text()), "tool_name");
        messages.add(Ask.Message.result("", text));
      } else {
        messages.add(Ask.Message.said(role, text));
      }
    }
    require(!body.at("think").present() || body.at("think").text() != null, "levels only");
    List<String> tools = new ArrayList<>();
    body.at("tools").items().forEach(tool -> tools.add(tool.at("function", "name").text()));
    return new Ask(
        messages,
        system,
        tools,
        body.at("tools", 0, "function", "parameters"),
        body.at("format").present(),
        body.at("think").present(),
        body.at("stream").isTrue());
  }

  private Script answer(Ask ask, Said said) {
    List<Object> calls = new ArrayList<>();
    for (Ask.Call call : said.calls()) {
      calls.add(object("function", object("name", call.name(), "arguments", call.arguments())));
    }
    if (!ask.stream()) {
      return Script.json(line(said.text(), said.reasoning(), calls, true));
    }
    Script script = Script.status(200).chunked("application/x-ndjson");
    if (!said.reasoning().isEmpty()) {
      script.text(line("", said.reasoning(), List.of(), false) + "\n");
    }
    said.pieces().forEach(piece -> script.text(line(piece, "", List.of(), false) + "\n"));
    if (!calls.isEmpty()) {
      script.text(line("", "", calls, false) + "\n");
    }
    return script.text(line("", "", List.of(), true) + "\n");
  }

  private String line(String text, String thinking, List<Object> calls, boolean done) {
    Map<String, Object> message = object("role", "assistant", "content", text);
    if (!thinking.isEmpty()) {
      message.put("thinking", thinking);
    }
    if (!calls.isEmpty()) {
      message.put("tool_calls", calls);
    }
    Map<String, Object> line =
        object("model", model(), "created_at", "2026-01-01T00:00:00Z", "message", message);
    line.put("done", done);
    if (done) {
      line.put("done_reason", "stop");
      line.put("total_duration", 123_456_789);
      line.put("prompt_eval_count", Said.PROMPT_TOKENS);
      line.put("eval_count", Said.COMPLETION_TOKENS);
    }
    return Json.text(line);
  }

  private static Script fault(String fault) {
    return switch (fault) {
      case "AUTH" -> error(401, "unauthorized");
      case "RATE" -> error(429, "too many requests");
      default -> error(400, "the prompt exceeds the context window");
    };
  }

  private static Script error(int status, String message) {
    return Script.status(status).json(Json.text(object("error", message)));
  }
}
