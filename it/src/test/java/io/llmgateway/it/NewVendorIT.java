package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Script;
import io.llmgateway.it.simulator.Simulator;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRIBUTING.md taken at its word: its file and its settings make a vendor that serves. */
class NewVendorIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
          + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";
  private static final String ASKED =
      "{\"model\":\"acme-large\",\"messages\":[{\"role\":\"developer\",\"content\":\"Be brief.\"},"
          + "{\"role\":\"user\",\"content\":\"Weather in Ulm?\"}],\"temperature\":1.7,\"seed\":7,"
          + "\"user\":\"u\",\"max_completion_tokens\":50,"
          + TOOLS;
  private static final String CALL =
      "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
          + "\"arguments\":\"{\\\"city\\\":\\\"Ulm\\\"}\"}}";

  @TempDir private static Path folder;

  private static Simulator simulator;
  private static GatewayServer server;
  private static Http http;

  private static String block(String page, String language) {
    Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(page);
    assertTrue(block.find(), language);
    return block.group(1);
  }

  @BeforeAll
  static void start() throws Exception {
    String page = Files.readString(Path.of("..", "CONTRIBUTING.md"));
    Files.writeString(folder.resolve("acme.json"), block(page, "json"));
    Properties settings = new Properties();
    settings.load(new java.io.StringReader(block(page, "properties")));
    Map<String, String> all = new HashMap<>();
    settings.forEach((name, value) -> all.put(name.toString(), value.toString()));
    simulator = Simulator.start();
    all.put("gateway.catalog.dir", folder.toString());
    all.put("gateway.channel.acme.base-url", simulator.baseUrl().toString());
    server = GatewayServer.prepare().set(all).start();
    http = new Http(server.baseUri(), all.get("gateway.key.me.secret"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    simulator.close();
  }

  @Test
  void callsToolsAndBooksThePriceOfTheFile() {
    simulator.on(
        "acme-large",
        Script.json(
            "{\"id\":\"c\",\"model\":\"acme-large\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                + "\"assistant\",\"content\":null,\"tool_calls\":["
                + CALL
                + "]},\"finish_reason\":\"tool_calls\"}],\"usage\":"
                + Chunks.usageObject(1000, 100)
                + "}"));

    Reply reply = http.post(CHAT, ASKED + "}").assertOk();

    Doc choice = reply.json().at("choices", 0);
    assertEquals("tool_calls", choice.at("finish_reason").text());
    assertEquals("weather", choice.at("message", "tool_calls", 0, "function", "name").text());
    String adjusted = reply.header("x-gateway-adjusted");
    assertTrue(adjusted.contains("temperature=1") && adjusted.contains("user"), adjusted);
    Doc sent = simulator.received().lastFor("acme-large").json();
    assertEquals("system", sent.at("messages", 0, "role").text());
    assertEquals(7, sent.at("random_seed").integer());
    assertEquals(50, sent.at("max_tokens").integer());
    assertFalse(sent.has("user"));
    List<UsageRecord> records = UsageRecord.of(http, "acme-large");
    assertEquals(
        0, new BigDecimal("0.0013").compareTo(records.get(0).charge()), records.toString());
  }

  @Test
  void streamsToolCalls() {
    simulator.on(
        "acme-large",
        Script.sse()
            .events(Chunks.role(), Chunks.text("One moment."))
            .event(
                Chunks.delta(
                    "{\"tool_calls\":[" + CALL.replace("{\"id\"", "{\"index\":0,\"id\"") + "]}"))
            .event(Chunks.finish("tool_calls"))
            .event(Chunks.usage(10, 5))
            .done());

    try (EventStream stream = http.stream(CHAT, ASKED + ",\"stream\":true}")) {
      assertEquals(200, stream.status());
      List<String> events = stream.rest();
      assertEquals("One moment.", EventStream.text(events));
      assertTrue(events.toString().contains("\"name\":\"weather\""), events.toString());
      assertEquals("[DONE]", events.get(events.size() - 1));
    }
  }

  @Test
  void isListedWithWhatItCan() {
    Doc model = http.get("/v1/models/acme-large").assertOk().json();

    assertEquals("acme", model.at("provider").text());
    assertEquals(131072, model.at("context_window").integer());
  }
}
