package io.llmgateway.provider.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingRequest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoModelTest {
  private final Cancellation cancellation = new Cancellation();

  @Test
  void repeatsWhatItWasToldAndCountsItsWords() {
    List<ChatEvent> events =
        ask("demo-chat", "{'messages':[{'role':'user','content':'你好 world'}]}");
    assertTrue(text(events).endsWith("You said: 你好 world"), text(events));
    long words = events.stream().filter(ChatEvent.TextDelta.class::isInstance).count();
    assertEquals(words, usage(events).usage().outputTokens());
    assertEquals(new ChatEvent.Finish(0, "stop"), events.get(events.size() - 2));
  }

  @Test
  void callsTheOfferedToolOnceWithArgumentsThatFitItsSchema() {
    String tools =
        "'tools':[{'type':'function','function':{'name':'weather','parameters':{'type':'object',"
            + "'properties':{'city':{'type':'string'},'days':{'type':'integer'}}}}}]";
    List<ChatEvent> events =
        ask("demo-chat", "{'messages':[{'role':'user','content':'Rome'}]," + tools + "}");
    assertEquals("weather", assertInstanceOf(ChatEvent.ToolCallStart.class, events.get(1)).name());
    assertEquals("{\"city\":\"Rome\",\"days\":1}", arguments(events));
    assertEquals(new ChatEvent.Finish(0, "tool_calls"), events.get(events.size() - 2));

    String answered =
        "{'messages':[{'role':'user','content':'Rome'},"
            + "{'role':'tool','tool_call_id':'x','content':'sunny'}],"
            + tools
            + "}";
    assertEquals("The tool said: sunny", text(ask("demo-chat", answered)));
  }

  @Test
  void thinksWhenItsNameSaysSo() {
    List<ChatEvent> events = ask("demo-reasoner", "{'messages':[{'role':'user','content':'hi'}]}");
    assertInstanceOf(ChatEvent.ReasoningDelta.class, events.get(1));
    assertTrue(usage(events).usage().reasoningTokens() > 0);
  }

  @Test
  void endsAtTheTokenLimit() {
    JsonObject body = body("{'messages':[{'role':'user','content':'hi'}]}");
    ChatRequest request = new ChatRequest("demo-chat", body, false, false, 1, 2, 10);
    List<ChatEvent> events = drain(new DemoModel().chat(request, cancellation));
    assertEquals(2, usage(events).usage().outputTokens());
    assertEquals(new ChatEvent.Finish(0, "length"), events.get(events.size() - 2));
  }

  @Test
  void stopsWhenTheCallIsCancelled() {
    JsonObject body = body("{'messages':[{'role':'user','content':'hi'}]}");
    ChatRequest request = new ChatRequest("demo-chat", body, true, false, 1, 0, 10);
    ChatStream stream = new DemoModel().chat(request, cancellation);
    stream.next();
    cancellation.cancel();
    assertThrows(ChatException.Retryable.class, stream::next);
  }

  @Test
  void embedsTheSameTextAsTheSameVectorOfTheWantedLength() {
    JsonObject body = body("{'input':['a','b','a'],'dimensions':3}");
    EmbeddingAnswer answer =
        new DemoEmbeddings().embed(new EmbeddingRequest("demo-embedding", body, 10), cancellation);
    assertEquals(3, answer.data().size());
    assertEquals(vector(answer, 0), vector(answer, 2));
    assertTrue(!vector(answer, 0).equals(vector(answer, 1)));
    assertEquals(3, answer.data().getJsonObject(0).getJsonArray("embedding").size());
    assertEquals(3, answer.usage().inputTokens());
  }

  private List<ChatEvent> ask(String model, String body) {
    return drain(
        new DemoModel()
            .chat(new ChatRequest(model, body(body), false, false, 1, 0, 10), cancellation));
  }

  private static List<ChatEvent> drain(ChatStream stream) {
    List<ChatEvent> events = new ArrayList<>();
    for (ChatEvent e = stream.next(); e != null; e = stream.next()) {
      events.add(e);
    }
    assertNull(stream.next());
    return events;
  }

  private static JsonObject body(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  private static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    events.stream()
        .filter(ChatEvent.TextDelta.class::isInstance)
        .forEach(e -> text.append(((ChatEvent.TextDelta) e).text()));
    return text.toString();
  }

  private static String arguments(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    events.stream()
        .filter(ChatEvent.ToolCallDelta.class::isInstance)
        .forEach(e -> text.append(((ChatEvent.ToolCallDelta) e).arguments()));
    return text.toString();
  }

  private static ChatEvent.UsageReported usage(List<ChatEvent> events) {
    return assertInstanceOf(ChatEvent.UsageReported.class, events.get(events.size() - 1));
  }

  private static String vector(EmbeddingAnswer answer, int i) {
    return answer.data().getJsonObject(i).getJsonArray("embedding").toString();
  }
}
