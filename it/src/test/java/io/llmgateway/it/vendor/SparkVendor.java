package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Ask.require;
import static io.llmgateway.it.vendor.Json.array;
import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Outlet;
import io.llmgateway.it.simulator.Script;
import io.llmgateway.it.simulator.Simulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Spark over a WebSocket (RFC 6455): a signed address, one question, messages until status 2. */
final class SparkVendor implements Vendor {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  @Override
  public String provider() {
    return "spark-websocket";
  }

  @Override
  public String model() {
    return "generalv3.5";
  }

  @Override
  public String key() {
    return "spark-api-key:spark-api-secret";
  }

  @Override
  public Map<String, String> settings(Simulator simulator) {
    return Map.of("app-id", "a1b2c3d4");
  }

  @Override
  public boolean parallel() {
    return false;
  }

  @Override
  public Script answer(Exchange request) {
    if (!request.path().startsWith("/v3.5/chat?") || !Signatures.spark(request, key())) {
      return Script.status(401).json("{\"message\":\"HMAC signature does not match\"}");
    }
    String accept = accept(request.header("sec-websocket-key"));
    return Script.raw()
        .text(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept
                + "\r\n\r\n")
        .step(
            outlet -> {
              for (String message : messages(Doc.parse(read(outlet)))) {
                outlet.write(frame(0x81, message.getBytes(StandardCharsets.UTF_8)));
              }
              outlet.write(frame(0x88, new byte[] {3, (byte) 0xE8}));
            });
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One masked message, in as many frames as it has. */
  private static String read(Outlet outlet) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean last = false;
    while (!last) {
      byte[] head = outlet.read(2);
      last = (head[0] & 0x80) != 0;
      int length = head[1] & 0x7F;
      int more = length == 126 ? 2 : length == 127 ? 8 : 0;
      if (more > 0) {
        length = 0;
        for (byte b : outlet.read(more)) {
          length = length << 8 | b & 0xFF;
        }
      }
      byte[] mask = outlet.read(4);
      byte[] text = outlet.read(length);
      for (int i = 0; i < text.length; i++) {
        all.write(text[i] ^ mask[i % 4]);
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static byte[] frame(int kind, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(kind);
    if (payload.length < 126) {
      out.write(payload.length);
    } else {
      out.write(126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    }
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private static List<String> messages(Doc question) {
    try {
      Said said = Said.to(ask(question), false);
      return said.fault() == null ? answer(said) : fault(said.fault());
    } catch (Ask.Refused e) {
      return List.of(error(10005, e.getMessage()));
    }
  }

  private static Ask ask(Doc question) {
    require("a1b2c3d4".equals(question.at("header", "app_id").text()), "app_id");
    require("generalv3.5".equals(question.at("parameter", "chat", "domain").text()), "domain");
    List<Ask.Message> messages = new ArrayList<>();
    String system = "";
    for (Doc text : question.at("payload", "message", "text").items()) {
      String role = text.at("role").text();
      String content = text.at("content").text();
      require(List.of("system", "user", "assistant").contains(role), "role " + role);
      require(!content.isEmpty(), "content is empty");
      if (role.equals("system")) {
        system = content;
      } else if (content.startsWith("get_weather: ")) { // there is no role for results
        messages.add(Ask.Message.result("", content.substring("get_weather: ".length())));
      } else {
        messages.add(Ask.Message.said(role, content));
      }
    }
    Doc functions = question.at("payload", "functions", "text");
    List<String> tools = new ArrayList<>();
    functions.items().forEach(function -> tools.add(function.at("name").text()));
    return new Ask(messages, system, tools, functions.at(0, "parameters"), false, false, true);
  }

  private static List<String> answer(Said said) {
    List<Map<String, Object>> texts = new ArrayList<>();
    if (!said.reasoning().isEmpty()) {
      texts.add(object("content", "", "reasoning_content", said.reasoning()));
    }
    said.pieces().forEach(piece -> texts.add(object("content", piece)));
    for (Ask.Call call : said.calls()) {
      texts.add(
          object(
              "content", "",
              "content_type", "text",
              "function_call",
                  object("name", call.name(), "arguments", Json.text(call.arguments()))));
    }
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      boolean last = i == texts.size() - 1 && !said.filtered();
      texts.get(i).putAll(object("role", "assistant", "index", 0));
      messages.add(message(last ? 2 : Math.min(i, 1), i, texts.get(i)));
    }
    if (said.filtered()) {
      messages.add(error(10014, "the output has been refused"));
    }
    return messages;
  }

  private static String message(int status, int number, Object text) {
    Map<String, Object> payload =
        object("choices", object("status", status, "seq", number, "text", array(text)));
    if (status == 2) {
      payload.put(
          "usage",
          object(
              "text",
              object(
                  "question_tokens",
                  4,
                  "prompt_tokens",
                  Said.PROMPT_TOKENS,
                  "completion_tokens",
                  Said.COMPLETION_TOKENS,
                  "total_tokens",
                  Said.PROMPT_TOKENS + Said.COMPLETION_TOKENS)));
    }
    return Json.text(
        object(
            "header",
            object("code", 0, "message", "Success", "sid", "s", "status", status),
            "payload",
            payload));
  }

  private static List<String> fault(String fault) {
    return switch (fault) {
      case "AUTH" -> List.of(error(10016, "app_id has no authorization"));
      case "RATE" -> List.of(error(11202, "licc failed: qps limit"));
      case "QUOTA" -> List.of(error(11201, "licc failed: daily limit"));
      default -> List.of(error(10907, "the token count exceeds the limit"));
    };
  }

  private static String error(int code, String message) {
    return Json.text(
        object("header", object("code", code, "message", message, "sid", "s", "status", 2)));
  }
}
