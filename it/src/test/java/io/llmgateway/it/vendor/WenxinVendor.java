package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Ask.require;
import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import io.llmgateway.it.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Qianfan v1: a token in the query, errors with status 200, one function call at a time. */
final class WenxinVendor implements Vendor {
  private static final Set<String> FIELDS =
      Set.of(
          "messages",
          "system",
          "temperature",
          "top_p",
          "penalty_score",
          "max_output_tokens",
          "stop",
          "stream",
          "user_id",
          "functions");

  /** Tokens that were handed out. */
  final AtomicInteger tokens = new AtomicInteger();

  /** The last one that is taken; earlier ones have expired. */
  final AtomicInteger oldest = new AtomicInteger(1);

  @Override
  public String provider() {
    return "wenxin";
  }

  @Override
  public String model() {
    return "ERNIE-4.0-8K";
  }

  @Override
  public String key() {
    return "wenxin-key:wenxin-secret";
  }

  @Override
  public Map<String, String> settings(Simulator simulator) {
    return Map.of(
        "token-url",
        "http://127.0.0.1:" + simulator.port() + "/oauth/2.0/token",
        "auth",
        "baidu-oauth");
  }

  @Override
  public boolean parallel() {
    return false;
  }

  @Override
  public boolean reasons() {
    return false;
  }

  @Override
  public String embeddingModel() {
    return "Embedding-V1";
  }

  @Override
  public Script answer(Exchange request) {
    if (request.path().startsWith("/oauth/2.0/token")) {
      boolean known =
          request.path().contains("grant_type=client_credentials")
              && request.path().contains("client_id=wenxin-key")
              && request.path().contains("client_secret=wenxin-secret");
      return known
          ? Script.json(
              Json.text(
                  object(
                      "access_token",
                      "24.token-" + tokens.incrementAndGet(),
                      "expires_in",
                      2592000)))
          : Script.status(401)
              .json("{\"error\":\"invalid_client\",\"error_description\":\"unknown client id\"}");
    }
    String token = request.path().replaceAll(".*access_token=24.token-", "");
    if (!token.matches("\\d+")) {
      return error(110, "Access token invalid or no longer valid");
    }
    if (Integer.parseInt(token) < oldest.get()) {
      return error(111, "Access token expired");
    }
    if (request.path().startsWith("/embeddings/embedding-v1?")) {
      return Script.json(
          Json.text(
              object(
                  "object", "embedding_list",
                  "data", Embedded.data(request.json().at("input")),
                  "usage", object("prompt_tokens", 5, "total_tokens", 5))));
    }
    if (!request.path().startsWith("/chat/completions_pro?")) {
      return error(3, "Unsupported openapi method " + request.path());
    }
    try {
      Ask ask = ask(request.json());
      Said said = Said.to(ask, parallel());
      return said.fault() == null ? answer(ask, said) : fault(said.fault());
    } catch (Ask.Refused e) {
      return error(336003, e.getMessage());
    }
  }

  private static Ask ask(Doc body) {
    for (Object name : ((Map<?, ?>) body.value()).keySet()) {
      require(FIELDS.contains(name), "unknown field " + name);
    }
    List<Doc> all = body.at("messages").items();
    require(all.size() % 2 == 1, "the number of messages must be odd");
    List<Ask.Message> messages = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String role = all.get(i).at("role").text();
      String text = all.get(i).at("content").text();
      require(text != null && !text.isEmpty(), "content must not be empty");
      boolean fits =
          i % 2 == 1 ? role.equals("assistant") : Set.of("user", "function").contains(role);
      require(fits, "message " + i + " can not be of " + role);
      if (role.equals("function")) {
        require("get_weather".equals(all.get(i).at("name").text()), "name of the function");
        messages.add(Ask.Message.result("", text));
      } else {
        messages.add(Ask.Message.said(role, text));
      }
    }
    List<String> tools = new ArrayList<>();
    body.at("functions").items().forEach(function -> tools.add(function.at("name").text()));
    return new Ask(
        messages,
        String.valueOf(body.at("system").text()),
        tools,
        body.at("functions", 0, "parameters"),
        false,
        false,
        body.at("stream").isTrue());
  }

  private static Script answer(Ask ask, Said said) {
    if (!said.calls().isEmpty()) {
      Ask.Call call = said.calls().get(0);
      Map<String, Object> part = part(0, "", true);
      part.put(
          "function_call",
          object("name", call.name(), "arguments", Json.text(call.arguments()), "thoughts", ""));
      part.put("finish_reason", "function_call");
      return ask.stream() ? Script.sse().event(Json.text(part)) : Script.json(Json.text(part));
    }
    if (!ask.stream()) {
      Map<String, Object> whole = part(0, said.text(), true);
      whole.put("need_clear_history", said.filtered());
      return Script.json(Json.text(whole));
    }
    Script script = Script.sse();
    List<String> pieces = said.pieces();
    for (int i = 0; i < pieces.size(); i++) {
      boolean last = i == pieces.size() - 1;
      Map<String, Object> part = part(i, pieces.get(i), last);
      part.put("need_clear_history", last && said.filtered());
      script.event(Json.text(part));
    }
    return script;
  }

  private static Map<String, Object> part(int sentence, String text, boolean last) {
    int tokens = last ? Said.COMPLETION_TOKENS : 1;
    return object(
        "id",
        "as-1",
        "object",
        "chat.completion",
        "created",
        1,
        "sentence_id",
        sentence,
        "is_end",
        last,
        "is_truncated",
        false,
        "result",
        text,
        "need_clear_history",
        false,
        "finish_reason",
        "normal",
        "usage",
        object(
            "prompt_tokens",
            Said.PROMPT_TOKENS,
            "completion_tokens",
            tokens,
            "total_tokens",
            Said.PROMPT_TOKENS + tokens));
  }

  private static Script fault(String fault) {
    return switch (fault) {
      case "AUTH" -> error(14, "IAM Certification failed");
      case "RATE" -> error(18, "Open api qps request limit reached");
      case "QUOTA" -> error(17, "Open api daily request limit reached");
      default -> error(336103, "prompt tokens too long");
    };
  }

  private static Script error(int code, String message) {
    return Script.json(Json.text(object("error_code", code, "error_msg", message, "id", "as-1")));
  }
}
