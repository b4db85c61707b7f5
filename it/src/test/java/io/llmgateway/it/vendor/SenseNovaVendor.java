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

/** SenseNova's own API: a JWT, an envelope, texts where others have objects. */
final class SenseNovaVendor implements Vendor {
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "messages",
          "stream",
          "max_new_tokens",
          "temperature",
          "top_p",
          "repetition_penalty",
          "n",
          "user",
          "tools",
          "tool_choice",
          "plugins");

  @Override
  public String provider() {
    return "sensenova-native";
  }

  @Override
  public String model() {
    return "SenseChat-5-1202";
  }

  @Override
  public String key() {
    return "sense-access:sense-secret";
  }

  @Override
  public boolean parallel() {
    return false;
  }

  /** No word of it is known. */
  @Override
  public boolean hasQuota() {
    return false;
  }

  @Override
  public Script answer(Exchange request) {
    Doc claims = Signatures.jwt(request.header("authorization"), "sense-secret");
    long now = System.currentTimeMillis() / 1000;
    boolean valid =
        "sense-access".equals(claims.at("iss").text())
            && claims.at("exp").number().longValue() > now
            && claims.at("nbf").number().longValue() <= now;
    if (!valid) {
      return error(401, 16, "Unauthenticated");
    }
    if (!request.path().equals("/v1/llm/chat-completions")) {
      return error(404, 5, request.path());
    }
    try {
      Doc body = request.json();
      for (Object name : ((Map<?, ?>) body.value()).keySet()) {
        require(FIELDS.contains(name), "unknown field " + name);
      }
      Ask ask =
          OpenAiVendor.ask(
              body.at("messages"),
              body.at("tools"),
              new Doc(null),
              false,
              body.at("stream").isTrue());
      Said said = Said.to(ask, parallel());
      return said.fault() == null ? answer(ask, said) : fault(said.fault());
    } catch (Ask.Refused e) {
      return error(400, 3, e.getMessage());
    }
  }

  private static Script answer(Ask ask, Said said) {
    String finish = said.filtered() ? "sensitive" : said.calls().isEmpty() ? "stop" : "tool_calls";
    List<Object> calls = new ArrayList<>();
    for (Ask.Call call : said.calls()) {
      calls.add(
          object(
              "index", calls.size(),
              "id", call.id(),
              "type", "function",
              "function", object("name", call.name(), "arguments", Json.text(call.arguments()))));
    }
    if (!ask.stream()) {
      return Script.json(envelope("message", said.text(), said.reasoning(), calls, finish));
    }
    Script script = Script.sse();
    if (!said.reasoning().isEmpty()) {
      script.text("data:" + envelope("delta", "", said.reasoning(), array(), "") + "\n\n");
    }
    for (String piece : said.pieces()) {
      script.text("data:" + envelope("delta", piece, "", array(), "") + "\n\n");
    }
    script.text("data:" + envelope("delta", "", "", calls, finish) + "\n\n");
    return script.text("data:[DONE]\n\n");
  }

  /** What was looked up is counted beside the prompt. */
  private static String envelope(
      String name, String text, String reasoning, List<Object> calls, String finish) {
    Map<String, Object> choice =
        object("index", 0, "role", "assistant", name, text, "finish_reason", finish);
    if (!reasoning.isEmpty()) {
      choice.put("reasoning_content", reasoning);
    }
    if (!calls.isEmpty()) {
      choice.put("tool_calls", calls);
    }
    return Json.text(
        object(
            "data",
                object(
                    "id", "i",
                    "choices", array(choice),
                    "usage",
                        object(
                            "prompt_tokens",
                            Said.PROMPT_TOKENS - 2,
                            "completion_tokens",
                            Said.COMPLETION_TOKENS,
                            "knowledge_tokens",
                            2,
                            "total_tokens",
                            Said.PROMPT_TOKENS + Said.COMPLETION_TOKENS),
                    "plugins", object()),
            "status", object("code", 0, "message", "ok")));
  }

  private static Script fault(String fault) {
    return switch (fault) {
      case "AUTH" -> error(401, 16, "Unauthenticated");
      case "RATE" -> error(429, 8, "Resource exhausted: too many requests");
      default -> error(400, 3, "the input is too long");
    };
  }

  private static Script error(int status, int code, String message) {
    return Script.status(status)
        .json(
            Json.text(
                object("error", object("code", code, "message", message, "details", array()))));
  }
}
