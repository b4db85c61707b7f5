package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.chat.Usage;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.spark.SparkWire;
import io.llmgateway.provider.transport.CannedProvider;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Spark over a WebSocket, against a server that speaks frames (RFC 6455). */
class SparkTest {
  private static final String SECRET = "spark-secret-0123";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

  private static String message(int status, String text, String rest) {
    return ("{'header':{'code':0,'message':'Success','sid':'s','status':"
            + status
            + "},'payload':{'choices':{'status':"
            + status
            + ",'seq':0,'text':["
            + text
            + "]}"
            + rest
            + "}}")
        .replace('\'', '"');
  }

  private static String said(int status, String text) {
    return message(status, "{'content':'" + text + "','role':'assistant','index':0}", "");
  }

  private static final String USAGE =
      ",'usage':{'text':{'question_tokens':4,'prompt_tokens':12,'completion_tokens':7,"
          + "'total_tokens':19}}";

  private CannedProvider server(String... messages) {
    return new CannedProvider(
        exchange -> {
          heads.add(exchange.head());
          String key = exchange.head().replaceAll("(?is).*Sec-WebSocket-Key: ([^\r]+)\r.*", "$1");
          byte[] accept =
              MessageDigest.getInstance("SHA-1")
                  .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
          exchange.write(
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + Base64.getEncoder().encodeToString(accept)
                  + "\r\n\r\n");
          questions.add(read(new DataInputStream(exchange.socket().getInputStream())));
          for (String message : messages) {
            exchange.write(frame(message));
          }
          exchange.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE8}); // close, 1000
          exchange.awaitClose();
        });
  }

  private static String read(DataInputStream in) throws IOException {
    in.readByte();
    int length = in.readByte() & 0x7F;
    length = length == 126 ? in.readUnsignedShort() : length;
    byte[] mask = in.readNBytes(4);
    byte[] text = in.readNBytes(length);
    for (int i = 0; i < text.length; i++) {
      text[i] ^= mask[i % 4];
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x81);
    if (bytes.length < 126) {
      out.write(bytes.length);
    } else {
      out.write(126);
      out.write(bytes.length >> 8);
      out.write(bytes.length);
    }
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static ChatStream open(CannedProvider server, Cancellation cancellation) {
    SparkWire wire =
        new SparkWire(Spoken.CLIENT, new Authenticators(Spoken.CLIENT, Clock.systemUTC()));
    Map<String, String> options =
        Map.of("auth", "spark-url", "paths", "some-model=/v4.0/chat,lite=/v1.1/chat");
    ProviderCard card =
        new ProviderCard("some", "Some", "spark", null, null, false, options, List.of());
    Endpoint endpoint =
        new Endpoint(
            "channel",
            URI.create(server.uri().toString().replace("/v1", "")),
            "api-key:" + SECRET,
            Timeouts.DEFAULT,
            Map.of("app-id", "a1b2c3d4"));
    return wire.chat(card, endpoint).chat(Requests.chat(true), cancellation);
  }

  private static List<ChatEvent> events(CannedProvider server) {
    List<ChatEvent> events = new ArrayList<>();
    into(server, events);
    return events;
  }

  private static void into(CannedProvider server, List<ChatEvent> events) {
    try (server;
        ChatStream stream = open(server, new Cancellation())) {
      for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
        events.add(event);
      }
    }
  }

  @Test
  void bridgesMessagesToEvents() throws Exception {
    List<ChatEvent> events =
        events(
            server(
                said(0, "Hello, "),
                said(1, "世"),
                said(1, "界"),
                message(2, "{'content':'!','role':'assistant','index':0}", USAGE)));

    assertEquals("Hello, 世界!", Spoken.text(events));
    assertEquals(List.of("stop"), Spoken.finishes(events));
    assertEquals(Usage.of(12, 7), Spoken.usage(events));
    String head = heads.take();
    assertTrue(head.startsWith("GET /v4.0/chat?authorization="), head);
    assertEquals(
        Requests.json(
            "{'header':{'app_id':'a1b2c3d4'},'parameter':{'chat':{'domain':'some-model'}},"
                + "'payload':{'message':{'text':[{'role':'user','content':'hi'}]}}}"),
        Requests.json(questions.take()));
  }

  @Test
  void callsAFunction() {
    List<ChatEvent> events =
        events(
            server(
                message(
                    2,
                    "{'content':'','function_call':{'name':'f','arguments':'{}'},'index':0}",
                    USAGE)));
    assertEquals("f", Spoken.only(ChatEvent.ToolCallStart.class, events).get(0).name());
    assertEquals(List.of("tool_calls"), Spoken.finishes(events));
  }

  @Test
  void refusesAPromptThatIsFiltered() {
    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class,
            () ->
                events(
                    server(
                        "{\"header\":{\"code\":10013,\"message\":\"input\",\"sid\":\"s\","
                            + "\"status\":2}}")));
    assertEquals(ErrorCode.CONTENT_FILTER, refused.code());
  }

  @Test
  void endsAnAnswerThatIsFilteredAfterText() {
    List<ChatEvent> seen = new ArrayList<>();
    into(
        server(
            said(0, "Half"), "{\"header\":{\"code\":10014,\"message\":\"output\",\"status\":2}}"),
        seen);
    assertEquals("Half", Spoken.text(seen));
    assertEquals(List.of("content_filter"), Spoken.finishes(seen));
    assertTrue(seen.contains(new FilterHit(FilterHit.Side.ANSWER, "10014", true).event(0)));
  }

  @Test
  void takesACloseWithoutAnEndForBroken() {
    ChatException.Retryable broken =
        assertThrows(ChatException.Retryable.class, () -> events(server(said(0, "Half"))));
    assertEquals(Outcome.CUT, broken.outcome());
  }

  @Test
  void tellsARefusedSignatureWithoutTheAddress() {
    CannedProvider refusing =
        CannedProvider.of(
            "401 Unauthorized\r\nContent-Length: 2", "{}".getBytes(StandardCharsets.UTF_8));
    ChatException.Retryable refused =
        assertThrows(ChatException.Retryable.class, () -> events(refusing));
    assertEquals(Outcome.AUTH, refused.outcome());
    for (Throwable t = refused; t != null; t = t.getCause()) {
      assertFalse(String.valueOf(t.getMessage()).contains("authorization="), t.toString());
    }
  }

  @Test
  void letsACancelledCallerGo() {
    Cancellation cancellation = new Cancellation();
    try (CannedProvider server =
            new CannedProvider(
                exchange -> {
                  String key =
                      exchange.head().replaceAll("(?is).*Sec-WebSocket-Key: ([^\r]+)\r.*", "$1");
                  byte[] accept =
                      MessageDigest.getInstance("SHA-1")
                          .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
                  exchange.write(
                      "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          + "Sec-WebSocket-Accept: "
                          + Base64.getEncoder().encodeToString(accept)
                          + "\r\n\r\n");
                  read(new DataInputStream(exchange.socket().getInputStream()));
                  cancellation.cancel();
                });
        ChatStream stream = open(server, cancellation)) {
      ChatException.Retryable gone = assertThrows(ChatException.Retryable.class, stream::next);
      assertEquals(Outcome.CANCELLED, gone.outcome());
    }
  }
}
