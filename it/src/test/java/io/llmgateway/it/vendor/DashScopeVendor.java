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

/** DashScope's own API: the text is repeated in each event unless increments are asked for. */
final class DashScopeVendor implements Vendor {
  private static final String TEXT = "/api/v1/services/aigc/text-generation/generation";
  private static final String VECTORS = "/api/v1/services/embeddings/text-embedding/text-embedding";
  private static final Set<String> PARAMETERS =
      Set.of(
          "result_format",
          "incremental_output",
          "max_tokens",
          "n",
          "seed",
          "temperature",
          "top_p",
          "top_k",
          "stop",
          "repetition_penalty",
          "presence_penalty",
          "enable_search",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "response_format",
          "enable_thinking",
          "thinking_budget");

  @Override
  public String provider() {
    return "dashscope";
  }

  @Override
  public String model() {
    return "qwen3-max";
  }

  @Override
  public String embeddingModel() {
    return "text-embedding-v4";
  }

  @Override
  public Script answer(Exchange request) {
    if (!("Bearer " + key()).equals(request.header("authorization"))) {
      return fault("AUTH");
    }
    Doc body = request.json();
    if (request.path().equals(VECTORS)) {
      return Script.json(Json.text(embedded(body.at("input", "texts"))));
    }
    boolean stream = "enable".equals(request.header("x-dashscope-sse"));
    if (!request.path().equals(TEXT)) {
      return error(404, "ModelNotFound", request.path());
    }
    try {
      Ask ask = ask(body, stream);
      boolean parallel = body.at("parameters", "parallel_tool_calls").isTrue();
      Said said = Said.to(ask, parallel);
      if (said.fault() != null) {
        return fault(said.fault());
      }
      return answer(ask, said, body.at("parameters", "incremental_output").isTrue());
    } catch (Ask.Refused e) {
      return error(400, "InvalidParameter", e.getMessage());
    }
  }

  private static Map<String, Object> embedded(Doc texts) {
    List<Object> vectors = new ArrayList<>();
    for (Doc text : texts.items()) {
      vectors.add(object("text_index", vectors.size(), "embedding", Embedded.vector(text.text())));
    }
    return object(
        "output", object("embeddings", vectors),
        "usage", object("total_tokens", 5),
        "request_id", "r");
  }

  private static Ask ask(Doc body, boolean stream) {
    Doc parameters = body.at("parameters");
    for (Object name : ((Map<?, ?>) parameters.value()).keySet()) {
      require(PARAMETERS.contains(name), "unknown parameter " + name);
    }
    require("message".equals(parameters.at("result_format").text()), "result_format");
    boolean thinks = parameters.at("enable_thinking").isTrue();
    require(
        !thinks || stream && parameters.at("incremental_output").isTrue(),
        "incremental_output parameter must be \"true\" when enable_thinking is true");
    return OpenAiVendor.ask(
        body.at("input", "messages"),
        parameters.at("tools"),
        parameters.at("response_format"),
        thinks,
        stream);
  }

  private Script answer(Ask ask, Said said, boolean increments) {
    List<Object> calls = new ArrayList<>();
    for (Ask.Call call : said.calls()) {
      calls.add(
          object(
              "index", calls.size(),
              "id", call.id(),
              "type", "function",
              "function", object("name", call.name(), "arguments", Json.text(call.arguments()))));
    }
    String finish = calls.isEmpty() ? "stop" : "tool_calls";
    Map<String, Object> whole = message(said.reasoning(), said.text(), calls);
    if (!ask.stream()) {
      return Script.json(Json.text(document(whole, finish)));
    }
    List<Map<String, Object>> messages = new ArrayList<>();
    if (!said.reasoning().isEmpty()) {
      messages.add(message(said.reasoning(), "", array()));
    }
    String soFar = "";
    for (String piece : said.pieces()) {
      soFar = increments ? piece : soFar + piece;
      messages.add(message("", soFar, array()));
    }
    if (!calls.isEmpty()) {
      messages.add(message("", "", calls));
    }
    Script script = Script.sse();
    for (int i = 0; i < messages.size(); i++) {
      boolean last = i == messages.size() - 1 && !said.filtered();
      event(script, i + 1, "result", 200, document(messages.get(i), last ? finish : "null"));
    }
    if (said.filtered()) {
      Object error =
          object(
              "code", "DataInspectionFailed",
              "message", "Output data may contain inappropriate content.",
              "request_id", "r");
      event(script, messages.size() + 1, "error", 400, error);
    }
    return script;
  }

  private static void event(Script script, int id, String name, int status, Object data) {
    script.text(
        "id:%d\nevent:%s\n:HTTP_STATUS/%d\ndata:%s\n\n"
            .formatted(id, name, status, Json.text(data)));
  }

  private static Map<String, Object> message(String reasoning, String text, List<Object> calls) {
    Map<String, Object> message =
        object("role", "assistant", "content", text, "reasoning_content", reasoning);
    if (!calls.isEmpty()) {
      message.put("tool_calls", calls);
    }
    return message;
  }

  private static Map<String, Object> document(Object message, String finish) {
    return object(
        "output", object("choices", array(object("message", message, "finish_reason", finish))),
        "usage",
            object(
                "input_tokens", Said.PROMPT_TOKENS,
                "output_tokens", Said.COMPLETION_TOKENS,
                "total_tokens", Said.PROMPT_TOKENS + Said.COMPLETION_TOKENS),
        "request_id", "r");
  }

  private static Script fault(String fault) {
    return switch (fault) {
      case "AUTH" -> error(401, "InvalidApiKey", "Invalid API-key provided.");
      case "RATE" -> error(429, "Throttling.RateQuota", "Requests rate limit exceeded");
      case "QUOTA" -> error(400, "Arrearage", "Access denied, account is not in good standing");
      default -> error(400, "InvalidParameter", "Range of input length should be [1, 129024]");
    };
  }

  private static Script error(int status, String code, String message) {
    return Script.status(status)
        .json(Json.text(object("code", code, "message", message, "request_id", "r")));
  }

  /** A filter after text comes as an error in the stream; in one piece there is no such answer. */
  @Override
  public boolean filters() {
    return false;
  }
}
