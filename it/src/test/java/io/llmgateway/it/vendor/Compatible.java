package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Ask.require;
import static io.llmgateway.it.vendor.Json.array;
import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import io.llmgateway.it.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compatible vendors, each with its own notion of that. */
final class Compatible {
  private Compatible() {}

  private static Script error(int status, Object... members) {
    return Script.status(status).json(Json.text(object("error", object(members))));
  }

  /** Blank lines and comments while it queues; thinking wants its text back with the calls. */
  static final class DeepSeek extends OpenAiVendor {
    DeepSeek() {
      super("deepseek", "deepseek-v4-flash");
    }

    @Override
    boolean thinks(Doc body) {
      return !"disabled".equals(body.at("thinking", "type").text());
    }

    @Override
    void check(Doc body) {
      for (Doc message : body.at("messages").items()) {
        require(
            !thinks(body) || !message.has("tool_calls") || message.has("reasoning_content"),
            "The reasoning_content in the thinking mode must be passed back to the API.");
      }
    }

    @Override
    Map<String, Object> message(Said said) {
      Map<String, Object> message =
          object(
              "role", "assistant",
              "content", said.text(),
              "reasoning_content", said.reasoning());
      if (!said.calls().isEmpty()) {
        message.put("tool_calls", calls(said));
      }
      return message;
    }

    @Override
    Script stream(Said said) {
      Script script = Script.sse().comment("keep-alive").comment("keep-alive");
      if (!said.reasoning().isEmpty()) {
        Map<String, Object> delta = object("role", "assistant", "content", null);
        delta.put("reasoning_content", said.reasoning());
        script.event(Json.text(chunk(delta, null)));
      }
      for (String piece : said.pieces()) {
        script.event(Json.text(chunk(object("content", piece), null)));
      }
      for (int i = 0; i < said.calls().size(); i++) {
        Ask.Call call = said.calls().get(i);
        String arguments = Json.text(call.arguments());
        Map<String, Object> first = call(call.id(), call.name(), "");
        first.put("index", i);
        script.event(Json.text(chunk(object("tool_calls", array(first)), null)));
        for (String part : List.of(arguments.substring(0, 9), arguments.substring(9))) {
          Object more = object("index", i, "function", object("arguments", part));
          script.event(Json.text(chunk(object("tool_calls", array(more)), null)));
        }
      }
      Map<String, Object> last = chunk(object("content", ""), finish(said));
      last.put("usage", usage());
      return script.event(Json.text(last)).done();
    }

    @Override
    Script fault(String fault) {
      return switch (fault) {
        case "AUTH" ->
            error(
                401,
                "message",
                "Authentication Fails (no such user)",
                "type",
                "authentication_error",
                "param",
                null,
                "code",
                "invalid_request_error");
        case "RATE" -> error(429, "message", "Rate limit reached", "type", "rate_limit_error");
        case "QUOTA" ->
            error(
                402,
                "message",
                "Insufficient Balance",
                "type",
                "unknown_error",
                "param",
                null,
                "code",
                "invalid_request_error");
        default ->
            refused("This model's maximum context length is 131072 tokens, you requested 200000");
      };
    }

    @Override
    Script refused(String why) {
      return error(400, "message", why, "type", "invalid_request_error");
    }
  }

  /** Calls come whole with the index -1; a filter is called sensitive; digits for errors. */
  static final class Zhipu extends OpenAiVendor {
    Zhipu() {
      super("zhipu", "glm-4.6");
    }

    @Override
    public String key() {
      return "zhipu-id.zhipu-secret";
    }

    @Override
    public Map<String, String> settings(Simulator simulator) {
      return Map.of("auth", "zhipu-jwt");
    }

    @Override
    public String embeddingModel() {
      return "embedding-3";
    }

    @Override
    boolean knows(Exchange request) {
      Doc claims = Signatures.jwt(request.header("authorization"), "zhipu-secret");
      return "zhipu-id".equals(claims.at("api_key").text())
          && claims.at("exp").number().longValue() > System.currentTimeMillis();
    }

    @Override
    boolean thinks(Doc body) {
      return !"disabled".equals(body.at("thinking", "type").text());
    }

    @Override
    void check(Doc body) {
      require(!body.has("stream_options"), "1210 stream_options");
    }

    @Override
    String finish(Said said) {
      return said.filtered() ? "sensitive" : super.finish(said);
    }

    @Override
    Map<String, Object> message(Said said) {
      Map<String, Object> message =
          object(
              "role", "assistant",
              "content", said.text(),
              "reasoning_content", said.reasoning());
      if (!said.calls().isEmpty()) {
        message.put("tool_calls", calls(said));
      }
      return message;
    }

    @Override
    Script stream(Said said) {
      Script script = Script.sse();
      if (!said.reasoning().isEmpty()) {
        script.event(
            Json.text(
                chunk(object("role", "assistant", "reasoning_content", said.reasoning()), null)));
      }
      for (String piece : said.pieces()) {
        script.event(Json.text(chunk(object("role", "assistant", "content", piece), null)));
      }
      for (Ask.Call call : said.calls()) {
        Map<String, Object> whole = call(call.id(), call.name(), Json.text(call.arguments()));
        whole.put("index", -1);
        script.event(Json.text(chunk(object("tool_calls", array(whole)), null)));
      }
      Map<String, Object> last = chunk(object("role", "assistant", "content", ""), finish(said));
      last.put("usage", usage());
      return script.event(Json.text(last)).done();
    }

    @Override
    Script fault(String fault) {
      return switch (fault) {
        case "AUTH" -> error(401, "code", "1002", "message", "Authorization Token非法");
        case "RATE" -> error(429, "code", "1302", "message", "您当前使用该API的并发数过高");
        case "QUOTA" -> error(429, "code", "1113", "message", "您的账户已欠费");
        default -> error(400, "code", "1261", "message", "Prompt 超长");
      };
    }

    @Override
    Script refused(String why) {
      return error(400, "code", "1210", "message", why);
    }
  }

  /** Usage inside the choice; ids with colons; no empty contents. */
  static final class Moonshot extends OpenAiVendor {
    Moonshot() {
      super("moonshot", "kimi-k2.5");
    }

    @Override
    boolean thinks(Doc body) {
      return !"disabled".equals(body.at("thinking", "type").text());
    }

    @Override
    void check(Doc body) {
      for (Doc message : body.at("messages").items()) {
        boolean assistant = "assistant".equals(message.at("role").text());
        require(
            !assistant
                || message.at("content").present() && !"".equals(message.at("content").text()),
            "message of role assistant must not be empty");
        require(
            !thinks(body) || !message.has("tool_calls") || message.has("reasoning_content"),
            "thinking is enabled but reasoning_content is missing in assistant tool call message");
      }
    }

    private static List<Object> withColons(Said said) {
      List<Object> calls = new ArrayList<>();
      for (int i = 0; i < said.calls().size(); i++) {
        Ask.Call call = said.calls().get(i);
        Map<String, Object> whole =
            call(call.name() + ":" + call.id(), call.name(), Json.text(call.arguments()));
        whole.put("index", i);
        calls.add(whole);
      }
      return calls;
    }

    @Override
    Map<String, Object> message(Said said) {
      Map<String, Object> message =
          object(
              "role", "assistant",
              "content", said.text(),
              "reasoning_content", said.reasoning());
      if (!said.calls().isEmpty()) {
        message.put("tool_calls", withColons(said));
      }
      return message;
    }

    @Override
    Script stream(Said said) {
      Script script = Script.sse();
      script.event(Json.text(chunk(object("role", "assistant", "content", ""), null)));
      if (!said.reasoning().isEmpty()) {
        script.event(Json.text(chunk(object("reasoning_content", said.reasoning()), null)));
      }
      for (String piece : said.pieces()) {
        script.event(Json.text(chunk(object("content", piece), null)));
      }
      if (!said.calls().isEmpty()) {
        script.event(Json.text(chunk(object("tool_calls", withColons(said)), null)));
      }
      Object last =
          object("index", 0, "delta", object(), "finish_reason", finish(said), "usage", usage());
      return script.event(Json.text(object("id", "i", "choices", array(last)))).done();
    }

    @Override
    Script fault(String fault) {
      return switch (fault) {
        case "AUTH" ->
            error(401, "message", "Incorrect API key", "type", "incorrect_api_key_error");
        case "RATE" -> error(429, "message", "max RPM: 3", "type", "rate_limit_reached_error");
        case "QUOTA" -> error(429, "message", "suspended", "type", "exceeded_current_quota_error");
        default -> refused("Invalid request: Your request exceeded model token limit: 262144");
      };
    }

    @Override
    Script refused(String why) {
      return error(400, "message", why, "type", "invalid_request_error");
    }
  }

  /** Errors with status 200; a name in each delta; reasoning in details; calls without index. */
  static final class MiniMax extends OpenAiVendor {
    MiniMax() {
      super("minimax", "MiniMax-M2");
    }

    @Override
    public Map<String, String> settings(Simulator simulator) {
      return Map.of("group-id", "group-1");
    }

    @Override
    public String embeddingModel() {
      return "embo-01";
    }

    @Override
    boolean thinks(Doc body) {
      return true;
    }

    @Override
    void check(Doc body) {
      require(body.at("reasoning_split").isTrue(), "reasoning would be a part of the text");
    }

    /** Its own form: https://platform.minimax.io/docs/api-reference */
    @Override
    Script embedded(Exchange request) {
      Doc texts = request.json().at("texts");
      if (!request.path().endsWith("?GroupId=group-1")) {
        return base(1004, "token not match group");
      }
      if (texts.items().isEmpty() || request.json().at("type").text() == null) {
        return base(2013, "invalid params");
      }
      List<Object> vectors = new ArrayList<>();
      texts.items().forEach(text -> vectors.add(Embedded.vector(text.text())));
      return Script.json(
          Json.text(
              object(
                  "vectors",
                  vectors,
                  "total_tokens",
                  5,
                  "base_resp",
                  object("status_code", 0, "status_msg", "success"))));
    }

    private Map<String, Object> delta(Object... members) {
      Map<String, Object> delta = object(members);
      delta.putAll(object("role", "assistant", "name", "MiniMax AI", "audio_content", ""));
      return delta;
    }

    private static List<Object> details(Said said) {
      return array(
          object(
              "type", "reasoning.text",
              "id", "reasoning-text-1",
              "format", "MiniMax-response-v1",
              "index", 0,
              "text", said.reasoning()));
    }

    @Override
    Map<String, Object> message(Said said) {
      Map<String, Object> message = delta("content", said.text());
      if (!said.reasoning().isEmpty()) {
        message.put("reasoning_details", details(said));
      }
      if (!said.calls().isEmpty()) {
        message.put("tool_calls", calls(said));
      }
      return message;
    }

    @Override
    Map<String, Object> whole(Said said) {
      Map<String, Object> whole = super.whole(said);
      whole.put("base_resp", object("status_code", 0, "status_msg", ""));
      return whole;
    }

    @Override
    Script stream(Said said) {
      Script script = Script.sse();
      if (!said.reasoning().isEmpty()) {
        script.event(
            Json.text(chunk(delta("content", "", "reasoning_details", details(said)), null)));
      }
      for (String piece : said.pieces()) {
        Map<String, Object> chunk = chunk(delta("content", piece), null);
        chunk.put("usage", null);
        script.event(Json.text(chunk));
      }
      for (Ask.Call call : said.calls()) {
        String arguments = Json.text(call.arguments());
        Object first = call(call.id(), call.name(), arguments.substring(0, 4));
        Object more =
            object("id", call.id(), "function", object("arguments", arguments.substring(4)));
        script.event(Json.text(chunk(delta("tool_calls", array(first)), null)));
        script.event(Json.text(chunk(delta("tool_calls", array(more)), null)));
      }
      Map<String, Object> last = chunk(delta("content", ""), finish(said));
      last.put("usage", usage());
      last.put("base_resp", object("status_code", 0, "status_msg", ""));
      return script.event(Json.text(last)).done();
    }

    private static Script base(int code, String message) {
      return Script.json(
          Json.text(object("base_resp", object("status_code", code, "status_msg", message))));
    }

    @Override
    Script fault(String fault) {
      return switch (fault) {
        case "AUTH" -> base(1004, "login fail: Please carry the API secret key");
        case "RATE" -> base(1002, "rate limit");
        case "QUOTA" -> base(1008, "insufficient balance");
        default -> base(2013, "invalid params, context window exceeds limit, input is too long");
      };
    }

    @Override
    Script refused(String why) {
      return base(2013, why);
    }
  }

  /** Unknown fields are refused, in messages too; ids have nine characters; calls come whole. */
  static final class Mistral extends OpenAiVendor {
    private static final Set<String> FIELDS =
        Set.of(
            "model",
            "messages",
            "temperature",
            "top_p",
            "max_tokens",
            "stream",
            "stop",
            "random_seed",
            "response_format",
            "tools",
            "tool_choice",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "prediction",
            "parallel_tool_calls",
            "prompt_mode",
            "safe_prompt");
    private static final Set<String> MESSAGE =
        Set.of("role", "content", "tool_calls", "tool_call_id", "name", "prefix");

    Mistral() {
      super("mistral", "mistral-large-latest");
    }

    @Override
    public String embeddingModel() {
      return "mistral-embed";
    }

    @Override
    public boolean reasons() {
      return false;
    }

    @Override
    public boolean filters() {
      return false;
    }

    @Override
    boolean thinks(Doc body) {
      return false;
    }

    @Override
    void check(Doc body) {
      only(body, FIELDS, "body");
      String before = "";
      for (Doc message : body.at("messages").items()) {
        only(message, MESSAGE, "messages");
        String role = message.at("role").text();
        require(
            !(before.equals("tool") && role.equals("user")),
            "Unexpected role 'user' after role 'tool'");
        before = role;
        for (Doc call : message.at("tool_calls").items()) {
          require(
              call.at("id").text().matches("[A-Za-z0-9]{9}"),
              "Tool call id was " + call.at("id").text() + " but must be a-z, A-Z, 0-9");
        }
      }
    }

    @Override
    Map<String, Object> message(Said said) {
      Map<String, Object> message = object("role", "assistant", "content", said.text());
      message.put("tool_calls", said.calls().isEmpty() ? null : whole9(said));
      return message;
    }

    private static List<Object> whole9(Said said) {
      List<Object> calls = new ArrayList<>();
      for (Ask.Call call : said.calls()) {
        Object function = object("name", call.name(), "arguments", Json.text(call.arguments()));
        calls.add(object("id", call.id().replace("_", "") + "abcd", "function", function));
      }
      return calls;
    }

    @Override
    Script stream(Said said) {
      Script script = Script.sse();
      script.event(Json.text(chunk(object("role", "assistant", "content", ""), null)));
      for (String piece : said.pieces()) {
        script.event(Json.text(chunk(object("content", piece), null)));
      }
      Map<String, Object> delta = object("content", "");
      if (!said.calls().isEmpty()) {
        delta.put("tool_calls", whole9(said));
      }
      Map<String, Object> last = chunk(delta, finish(said));
      last.put("usage", usage());
      return script.event(Json.text(last)).done();
    }

    @Override
    Script fault(String fault) {
      return switch (fault) {
        case "AUTH" -> Script.status(401).json("{\"detail\":\"Unauthorized\"}");
        case "RATE" ->
            Script.status(429)
                .json(
                    "{\"object\":\"error\",\"message\":\"Rate limit exceeded\","
                        + "\"type\":\"rate_limited\",\"param\":null,\"code\":\"1300\"}");
        case "QUOTA" -> Script.status(402).json("{\"detail\":\"Payment required\"}");
        default -> refused("Prompt contains 140000 tokens, too large for model: prompt too long");
      };
    }

    @Override
    Script refused(String why) {
      return Script.status(422)
          .json(
              Json.text(
                  object(
                      "object",
                      "error",
                      "message",
                      object(
                          "detail",
                          array(object("type", "extra_forbidden", "msg", why, "loc", array()))),
                      "type",
                      "invalid_request_error")));
    }
  }
}
