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

/** Tencent's cloud API: signed, PascalCase, errors with status 200, no envelope in streams. */
final class HunyuanVendor implements Vendor {
  private static final Set<String> FIELDS =
      Set.of(
          "Model",
          "Messages",
          "Stream",
          "Temperature",
          "TopP",
          "Stop",
          "Seed",
          "Tools",
          "ToolChoice",
          "CustomTool",
          "EnableThinking");

  @Override
  public String provider() {
    return "hunyuan-native";
  }

  @Override
  public String model() {
    return "hunyuan-turbos-latest";
  }

  @Override
  public String key() {
    return "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE:Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
  }

  @Override
  public String embeddingModel() {
    return "hunyuan-embedding";
  }

  @Override
  public Script answer(Exchange request) {
    if (!Signatures.tc3(request, key()) || !"2023-09-01".equals(request.header("x-tc-version"))) {
      return error("AuthFailure.SignatureFailure", "The provided credentials are not valid.");
    }
    Doc body = request.json();
    if ("GetEmbedding".equals(request.header("x-tc-action"))) {
      List<Object> vectors = new ArrayList<>();
      List<Doc> texts =
          body.has("Input") ? List.of(body.at("Input")) : body.at("InputList").items();
      for (Doc text : texts) {
        vectors.add(object("Embedding", Embedded.vector(text.text()), "Index", vectors.size()));
      }
      return response(object("Data", vectors, "Usage", object("TotalTokens", 5)));
    }
    try {
      Ask ask = ask(body);
      Said said = Said.to(ask, parallel());
      return said.fault() == null ? answer(ask, said) : fault(said.fault());
    } catch (Ask.Refused e) {
      return error("InvalidParameter", e.getMessage());
    }
  }

  private static Ask ask(Doc body) {
    for (Object name : ((Map<?, ?>) body.value()).keySet()) {
      require(FIELDS.contains(name), "The parameter `" + name + "` is not recognized.");
    }
    List<Ask.Message> messages = new ArrayList<>();
    String system = "";
    String before = "";
    for (Doc message : body.at("Messages").items()) {
      String role = message.at("Role").text();
      String text = message.at("Content").text();
      require(text != null && !text.isEmpty(), "Content is empty");
      if (role.equals("system")) {
        require(before.isEmpty(), "system is not first");
        system = text;
        continue;
      }
      require(!role.equals(before) || role.equals("tool"), "roles have to alternate");
      require(!before.isEmpty() || role.equals("user"), "the first one is no user");
      before = role;
      messages.add(
          role.equals("tool")
              ? Ask.Message.result(message.at("ToolCallId").text(), text)
              : Ask.Message.said(role, text));
    }
    require(Set.of("user", "tool").contains(before), "the last one is no user or tool");
    List<String> tools = new ArrayList<>();
    body.at("Tools").items().forEach(tool -> tools.add(tool.at("Function", "Name").text()));
    String parameters = body.at("Tools", 0, "Function", "Parameters").text();
    return new Ask(
        messages,
        system,
        tools,
        parameters == null ? new Doc(null) : Doc.parse(parameters),
        false,
        body.at("EnableThinking").isTrue(),
        body.at("Stream").isTrue());
  }

  private Script answer(Ask ask, Said said) {
    List<Object> calls = new ArrayList<>();
    for (Ask.Call call : said.calls()) {
      calls.add(call(call.id(), call.name(), Json.text(call.arguments())));
    }
    String finish = said.filtered() ? "sensitive" : said.calls().isEmpty() ? "stop" : "tool_calls";
    if (!ask.stream()) {
      Map<String, Object> message =
          object(
              "Role",
              "assistant",
              "Content",
              said.text(),
              "ReasoningContent",
              said.reasoning(),
              "ToolCalls",
              calls);
      return response(part("Message", message, finish, 1));
    }
    List<Object> deltas = new ArrayList<>();
    if (!said.reasoning().isEmpty()) {
      deltas.add(object("Role", "assistant", "ReasoningContent", said.reasoning()));
    }
    said.pieces().forEach(piece -> deltas.add(object("Role", "assistant", "Content", piece)));
    for (Ask.Call call : said.calls()) { // grouped by id alone
      String arguments = Json.text(call.arguments());
      deltas.add(
          object("ToolCalls", array(call(call.id(), call.name(), arguments.substring(0, 7)))));
      deltas.add(object("ToolCalls", array(call(call.id(), "", arguments.substring(7)))));
    }
    deltas.add(object("Role", "assistant", "Content", ""));
    Script script = Script.sse();
    for (int i = 0; i < deltas.size(); i++) {
      boolean last = i == deltas.size() - 1;
      script.event(Json.text(part("Delta", deltas.get(i), last ? finish : "", last ? 1 : 2)));
    }
    return script;
  }

  private static Map<String, Object> call(String id, String name, String arguments) {
    return object(
        "Id", id, "Type", "function", "Function", object("Name", name, "Arguments", arguments));
  }

  /** Usage grows from event to event. */
  private static Map<String, Object> part(String name, Object message, String finish, int share) {
    return object(
        "Note",
        "以上内容为AI生成",
        "Choices",
        array(object("FinishReason", finish, name, message, "Index", 0)),
        "Created",
        1,
        "Id",
        "i",
        "Usage",
        object(
            "PromptTokens",
            Said.PROMPT_TOKENS,
            "CompletionTokens",
            Said.COMPLETION_TOKENS / share,
            "TotalTokens",
            Said.PROMPT_TOKENS + Said.COMPLETION_TOKENS / share));
  }

  private static Script response(Map<String, Object> members) {
    members.put("RequestId", "r");
    return Script.json(Json.text(object("Response", members)));
  }

  private static Script fault(String fault) {
    return switch (fault) {
      case "AUTH" -> error("AuthFailure.SecretIdNotFound", "The SecretId is not found");
      case "RATE" -> error("RequestLimitExceeded", "Your current request times equals to `5`");
      case "QUOTA" -> error("FailedOperation.ResourcePackExhausted", "used up");
      default -> error("InvalidParameter", "the prompt exceeds the context window");
    };
  }

  private static Script error(String code, String message) {
    return response(object("Error", object("Code", code, "Message", message)));
  }
}
