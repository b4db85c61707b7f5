package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Ask.require;
import static io.llmgateway.it.vendor.Json.array;
import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Messages API (https://docs.anthropic.com/en/api/messages), with signed thinking. */
class AnthropicVendor implements Vendor {
  private static final String SIGNATURE = "c2lnbmVk";
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "max_tokens",
          "messages",
          "system",
          "tools",
          "tool_choice",
          "thinking",
          "output_config",
          "metadata",
          "stop_sequences",
          "temperature",
          "top_p",
          "top_k",
          "stream",
          "anthropic_version");

  @Override
  public String provider() {
    return "anthropic";
  }

  @Override
  public String model() {
    return "claude-sonnet-4-5";
  }

  @Override
  public Script answer(Exchange request) {
    if (!key().equals(request.header("x-api-key"))
        || !"2023-06-01".equals(request.header("anthropic-version"))) {
      return fault(401, "authentication_error", "invalid x-api-key");
    }
    return request.path().equals("/v1/messages")
        ? said(request)
        : fault(404, "not_found_error", "");
  }

  final Script said(Exchange request) {
    try {
      Ask ask = ask(request.json(), stream(request));
      Said said = Said.to(ask, parallel());
      return said.fault() == null ? answer(ask, said) : fault(said.fault());
    } catch (Ask.Refused e) {
      return fault(400, "invalid_request_error", e.getMessage());
    }
  }

  boolean stream(Exchange request) {
    return request.json().at("stream").isTrue();
  }

  private static Ask ask(Doc body, boolean stream) {
    for (Object name : ((Map<?, ?>) body.value()).keySet()) {
      require(FIELDS.contains(name), name + ": Extra inputs are not permitted");
    }
    require(body.at("max_tokens").integer() > 0, "max_tokens: Field required");
    boolean thinks = "enabled".equals(body.at("thinking", "type").text());
    require(
        !thinks || body.at("thinking", "budget_tokens").integer() < body.at("max_tokens").integer(),
        "`max_tokens` must be greater than `thinking.budget_tokens`");
    require(!thinks || !body.has("temperature"), "`temperature` may only be set to 1");
    List<Ask.Message> messages = new ArrayList<>();
    String before = "";
    List<String> open = List.of();
    for (Doc message : body.at("messages").items()) {
      String role = message.at("role").text();
      require(!role.equals(before), "roles must alternate");
      require(Set.of("user", "assistant").contains(role), "role");
      before = role;
      open = blocks(role, message.at("content").items(), thinks, open, messages);
    }
    require(open.isEmpty(), "`tool_use` ids were found without `tool_result` blocks");
    StringBuilder system = new StringBuilder();
    body.at("system").items().forEach(block -> system.append(block.at("text").text()));
    List<String> tools = new ArrayList<>();
    body.at("tools").items().forEach(tool -> tools.add(tool.at("name").text()));
    return new Ask(
        messages,
        system.toString(),
        tools,
        body.at("tools", 0, "input_schema"),
        body.at("output_config", "format", "schema").present(),
        thinks,
        stream);
  }

  /**
   * @param open ids of calls that this message has to answer
   * @return ids of calls that the next message has to answer
   */
  private static List<String> blocks(
      String role, List<Doc> blocks, boolean thinks, List<String> open, List<Ask.Message> out) {
    List<Ask.Call> calls = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    boolean signed = false;
    for (Doc block : blocks) {
      switch (block.at("type").text()) {
        case "text" -> {
          require(!block.at("text").text().isEmpty(), "text content blocks must be non-empty");
          out.add(Ask.Message.said(role, block.at("text").text()));
        }
        case "thinking" -> {
          require(SIGNATURE.equals(block.at("signature").text()), "Invalid `signature`");
          signed = true;
        }
        case "tool_use" -> {
          String id = block.at("id").text();
          require(id.matches("[a-zA-Z0-9_-]+"), "tool_use.id: String should match pattern");
          calls.add(new Ask.Call(id, block.at("name").text(), block.at("input")));
        }
        case "tool_result" -> {
          answered.add(block.at("tool_use_id").text());
          out.add(
              Ask.Message.result(
                  block.at("tool_use_id").text(), block.at("content", 0, "text").text()));
        }
        default -> throw new Ask.Refused("unexpected block " + block);
      }
    }
    require(answered.containsAll(open), "each `tool_use` must have a `tool_result` after it");
    require(
        calls.isEmpty() || !thinks || signed,
        "Expected `thinking` or `redacted_thinking`, but found `tool_use`");
    return calls.stream().map(Ask.Call::id).toList();
  }

  private Script answer(Ask ask, Said said) {
    List<Object> content = new ArrayList<>();
    if (!said.reasoning().isEmpty()) {
      content.add(object("type", "thinking", "thinking", said.reasoning(), "signature", SIGNATURE));
    }
    if (!said.text().isEmpty()) {
      content.add(object("type", "text", "text", said.text()));
    }
    for (Ask.Call call : said.calls()) {
      content.add(
          object(
              "type",
              "tool_use",
              "id",
              "toolu_" + call.id(),
              "name",
              call.name(),
              "input",
              call.arguments()));
    }
    String reason = said.filtered() ? "refusal" : said.calls().isEmpty() ? "end_turn" : "tool_use";
    if (!ask.stream()) {
      return Script.json(
          Json.text(
              object(
                  "id",
                  "msg_1",
                  "type",
                  "message",
                  "role",
                  "assistant",
                  "model",
                  model(),
                  "content",
                  content,
                  "stop_reason",
                  reason,
                  "stop_sequence",
                  null,
                  "usage",
                  usage(Said.COMPLETION_TOKENS))));
    }
    List<String> events = new ArrayList<>();
    events.add(
        Json.text(
            object(
                "type",
                "message_start",
                "message",
                object(
                    "id",
                    "msg_1",
                    "type",
                    "message",
                    "role",
                    "assistant",
                    "model",
                    model(),
                    "content",
                    array(),
                    "usage",
                    usage(1)))));
    events.add("{\"type\":\"ping\"}");
    for (int i = 0; i < content.size(); i++) {
      block(i, (Map<?, ?>) content.get(i), events);
    }
    events.add(
        Json.text(
            object(
                "type", "message_delta",
                "delta", object("stop_reason", reason, "stop_sequence", null),
                "usage", object("output_tokens", Said.COMPLETION_TOKENS))));
    events.add("{\"type\":\"message_stop\"}");
    return stream(events);
  }

  /** Cached tokens are counted beside the others. */
  private static Map<String, Object> usage(int output) {
    return object(
        "input_tokens",
        Said.PROMPT_TOKENS - 4,
        "cache_creation_input_tokens",
        1,
        "cache_read_input_tokens",
        3,
        "output_tokens",
        output);
  }

  private static void block(int index, Map<?, ?> block, List<String> events) {
    List<Object> deltas = new ArrayList<>();
    Map<String, Object> start = object("type", block.get("type"));
    switch ((String) block.get("type")) {
      case "thinking" -> {
        start.put("thinking", "");
        start.put("signature", "");
        deltas.add(object("type", "thinking_delta", "thinking", block.get("thinking")));
        deltas.add(object("type", "signature_delta", "signature", block.get("signature")));
      }
      case "text" -> {
        String text = (String) block.get("text");
        start.put("text", "");
        deltas.add(object("type", "text_delta", "text", text.substring(0, 2)));
        deltas.add(object("type", "text_delta", "text", text.substring(2)));
      }
      default -> {
        String input = Json.text(block.get("input"));
        start.putAll(object("id", block.get("id"), "name", block.get("name"), "input", object()));
        deltas.add(object("type", "input_json_delta", "partial_json", ""));
        deltas.add(object("type", "input_json_delta", "partial_json", input.substring(0, 5)));
        deltas.add(object("type", "input_json_delta", "partial_json", input.substring(5)));
      }
    }
    events.add(
        Json.text(object("type", "content_block_start", "index", index, "content_block", start)));
    for (Object delta : deltas) {
      events.add(Json.text(object("type", "content_block_delta", "index", index, "delta", delta)));
    }
    events.add(Json.text(object("type", "content_block_stop", "index", index)));
  }

  Script stream(List<String> events) {
    Script script = Script.sse();
    for (String event : events) {
      script.text("event: " + Doc.parse(event).at("type").text() + "\ndata: " + event + "\n\n");
    }
    return script;
  }

  Script fault(String fault) {
    return switch (fault) {
      case "AUTH" -> fault(401, "authentication_error", "invalid x-api-key");
      case "RATE" -> fault(429, "rate_limit_error", "This request would exceed your rate limit");
      case "QUOTA" -> fault(400, "invalid_request_error", "Your credit balance is too low");
      default -> fault(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000");
    };
  }

  Script fault(int status, String type, String message) {
    return Script.status(status)
        .header("request-id", "req_1")
        .json(
            Json.text(
                object(
                    "type", "error",
                    "error", object("type", type, "message", message),
                    "request_id", "req_1")));
  }
}
