package io.llmgateway.provider.hunyuan;

import io.llmgateway.chat.ChatRequest;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.Conversation;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a request of the action ChatCompletions: the system's words first, neighbours of one role
 * joined, no empty content, at most 40 messages.
 */
final class HunyuanRequestTranslator {
  /** What of a request is sent. */
  static final Set<String> FIELDS =
      Set.of(
          "temperature",
          "top_p",
          "seed",
          "stop",
          "reasoning_effort",
          "enable_thinking",
          "tools",
          "tool_choice");

  private static final int MOST_MESSAGES = 40;

  private HunyuanRequestTranslator() {}

  static byte[] translate(Asked asked) {
    ChatRequest request = asked.request();
    asked.refuseSeveralChoices();
    JsonObjectBuilder out = JsonText.json().createObjectBuilder().add("Model", request.model());
    JsonArrayBuilder messages = JsonText.json().createArrayBuilder();
    messages(Conversation.of(request.body()), asked).forEach(messages::add);
    out.add("Messages", messages).add("Stream", request.stream());
    number(out, "Temperature", asked.number("temperature", "0", "2"));
    number(out, "TopP", asked.number("top_p", "0", "1"));
    number(out, "Seed", asked.number("seed"));
    if (!asked.stops().isEmpty()) {
      out.add("Stop", JsonText.json().createArrayBuilder(asked.stops()));
    }
    String effort = asked.text("reasoning_effort");
    JsonValue own = asked.value("enable_thinking");
    if (own == JsonValue.TRUE || own == JsonValue.FALSE) {
      out.add("EnableThinking", own);
    } else if (effort != null) {
      out.add("EnableThinking", !effort.equals("none") && !effort.equals("minimal"));
    }
    tools(asked, out);
    return out.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void number(JsonObjectBuilder out, String name, BigDecimal value) {
    if (value != null) {
      out.add(name, value);
    }
  }

  private static List<JsonObject> messages(List<Turn> turns, Asked asked) {
    List<JsonObject> all = new ArrayList<>();
    StringBuilder system = new StringBuilder();
    StringBuilder user = new StringBuilder();
    List<Turn> rest = new ArrayList<>();
    for (Turn turn : turns) {
      if (turn.role().equals("system")) {
        system.append(system.length() > 0 ? "\n" : "").append(turn.text());
      } else {
        rest.add(turn);
      }
    }
    for (int i = 0; i < rest.size(); i++) {
      Turn turn = rest.get(i);
      boolean again = i + 1 < rest.size() && rest.get(i + 1).role().equals(turn.role());
      if (turn.role().equals("user") && again && pictures(turn).isEmpty()) {
        user.append(turn.text()).append('\n');
        continue;
      }
      all.add(message(turn, user.toString()));
      user.setLength(0);
    }
    int most = system.length() > 0 ? MOST_MESSAGES - 1 : MOST_MESSAGES;
    List<JsonObject> kept = new ArrayList<>(latest(all, most, asked));
    if (system.length() > 0) {
      kept.add(0, said("system", system.toString()).build());
    }
    return kept;
  }

  /** The last ones, from a user's word on: a conversation has to begin with one. */
  private static List<JsonObject> latest(List<JsonObject> all, int most, Asked asked) {
    int from = Math.max(0, all.size() - most);
    if (from == 0) {
      return all;
    }
    int begin = from;
    while (begin < all.size() && !"user".equals(all.get(begin).getString("Role"))) {
      begin++;
    }
    begin = begin == all.size() ? from : begin;
    asked.changed("messages", all.size() - begin);
    return all.subList(begin, all.size());
  }

  private static JsonObjectBuilder said(String role, String text) {
    return JsonText.json()
        .createObjectBuilder()
        .add("Role", role)
        .add("Content", text.isEmpty() ? " " : text);
  }

  private static List<Turn.Image> pictures(Turn turn) {
    return turn.parts().stream().map(Turn.Part::image).filter(image -> image != null).toList();
  }

  private static JsonObject message(Turn turn, String before) {
    List<Turn.Image> pictures = pictures(turn);
    if (!pictures.isEmpty()) {
      return seen(turn, pictures, before);
    }
    JsonObjectBuilder out = said(turn.role(), before + turn.text());
    if (!turn.calls().isEmpty()) {
      JsonArrayBuilder calls = JsonText.json().createArrayBuilder();
      for (Turn.ToolCall call : turn.calls()) {
        calls.add(
            JsonText.json()
                .createObjectBuilder()
                .add("Id", call.id())
                .add("Type", "function")
                .add(
                    "Function",
                    JsonText.json()
                        .createObjectBuilder()
                        .add("Name", call.name())
                        .add("Arguments", call.arguments())));
      }
      out.add("ToolCalls", calls);
    }
    if (turn.toolCallId() != null) {
      out.add("ToolCallId", turn.toolCallId());
    }
    return out.build();
  }

  private static JsonObject seen(Turn turn, List<Turn.Image> pictures, String before) {
    JsonArrayBuilder contents = JsonText.json().createArrayBuilder();
    contents.add(
        JsonText.json()
            .createObjectBuilder()
            .add("Type", "text")
            .add("Text", before + turn.text()));
    for (Turn.Image image : pictures) {
      String url =
          image.data() == null
              ? image.url()
              : "data:" + image.mediaType() + ";base64," + image.data();
      contents.add(
          JsonText.json()
              .createObjectBuilder()
              .add("Type", "image_url")
              .add("ImageUrl", JsonText.json().createObjectBuilder().add("Url", url)));
    }
    return JsonText.json()
        .createObjectBuilder()
        .add("Role", turn.role())
        .add("Contents", contents)
        .build();
  }

  private static void tools(Asked asked, JsonObjectBuilder out) {
    if (asked.functions().isEmpty()) {
      return;
    }
    JsonArrayBuilder tools = JsonText.json().createArrayBuilder();
    for (JsonObject function : asked.functions()) {
      tools.add(tool(function));
    }
    out.add("Tools", tools);
    String choice = asked.toolChoice();
    if (choice != null && (choice.equals("auto") || choice.equals("none"))) {
      out.add("ToolChoice", choice);
    } else if (choice != null && choice.startsWith(":")) {
      out.add("ToolChoice", "custom");
      asked.functions().stream()
          .filter(function -> function.getString("name", "").equals(choice.substring(1)))
          .forEach(function -> out.add("CustomTool", tool(function)));
    } else {
      asked.leftOut("tool_choice"); // it can not be told to call just any
    }
  }

  private static JsonObject tool(JsonObject function) {
    JsonValue parameters = function.get("parameters");
    JsonObjectBuilder body =
        JsonText.json()
            .createObjectBuilder()
            .add("Name", function.getString("name", ""))
            // a text, not an object
            .add("Parameters", parameters == null ? "{}" : parameters.toString());
    if (JsonText.text(function, "description") != null) {
      body.add("Description", JsonText.text(function, "description"));
    }
    return JsonText.json()
        .createObjectBuilder()
        .add("Type", "function")
        .add("Function", body)
        .build();
  }
}
