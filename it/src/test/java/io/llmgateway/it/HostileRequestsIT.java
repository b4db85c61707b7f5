package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.HostileRequests.Hostile;
import io.llmgateway.it.client.RawCall;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no honest client sends: the right status in the envelope, and life goes on. */
@Timeout(120)
class HostileRequestsIT {
  private static final int MEBIBYTE = 1 << 20;

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("hostile").models("echo").start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @AfterEach
  void stillAnswersAnHonestClient() {
    Reply reply = tenant.postChat("echo", "still there?").assertOk();
    assertEquals("still there?", reply.json().at("choices", 0, "message", "content").text());
  }

  static Stream<Hostile> requests() {
    return HostileRequests.all(tenant).stream();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void isAnsweredInTheEnvelope(Hostile request) throws IOException {
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      Reply reply = call.send(request.bytes()).read();

      assertTrue(reply != null, "closed without an answer");
      request.assertDeserved(reply);
    }
  }

  /** What the server itself may refuse before the application sees it: no page, no trace. */
  static Stream<Hostile> malformed() {
    return HostileRequests.malformed(tenant).stream();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void isRefusedByTheServerOrTheGateway(Hostile request) throws IOException {
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      call.sendWhileAccepted(request.bytes(), 1);
      Reply reply = call.read();

      if (reply != null) {
        boolean refused = reply.status() >= 400 && reply.status() < 500;
        assertTrue(refused || reply.status() == 501 || reply.status() == 505, reply.toString());
        assertFalse(reply.body().contains("Exception"), reply.toString());
        assertFalse(reply.body().contains("\tat "), reply.toString());
      }
    }
  }

  @Test
  void refusesABodyOfSixtyFourMebibytesByItsLength() throws IOException {
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      call.send(HostileRequests.head(tenant, "Content-Length: " + 64L * MEBIBYTE + "\r\n"));
      call.sendWhileAccepted(" ".repeat(MEBIBYTE).getBytes(StandardCharsets.UTF_8), 64);

      call.read().assertError(413, "body_too_large");
    }
  }

  @Test
  void refusesABodyOfSixtyFourMebibytesInChunks() throws IOException {
    byte[] chunk =
        (Integer.toHexString(MEBIBYTE) + "\r\n" + " ".repeat(MEBIBYTE) + "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      call.send(HostileRequests.head(tenant, "Transfer-Encoding: chunked\r\n"));
      if (call.sendWhileAccepted(chunk, 64)) {
        call.send("0\r\n\r\n");
      }

      call.read().assertError(413, "body_too_large");
    }
  }

  @Test
  void refusesAGzipBomb() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] blanks = " ".repeat(MEBIBYTE).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 256; i++) {
        gzip.write(blanks);
      }
    }
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      call.send(
          HostileRequests.head(
              tenant, "Content-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n"));
      call.send(bomb.toByteArray());

      Reply reply = call.read().assertEnvelope();
      assertTrue(Set.of(400, 413, 415).contains(reply.status()), reply.toString());
    }
  }

  @Test
  void survivesBodiesThatStopHalfWay() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (RawCall call = new RawCall(tenant.baseUrl())) {
        call.send(HostileRequests.head(tenant, "Content-Length: 1000\r\n") + "{\"model\":");
        if (i % 2 == 0) {
          call.reset();
        }
      }
    }
  }

  @Test
  void survivesHeadsThatStopHalfWay() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (RawCall call = new RawCall(tenant.baseUrl())) {
        call.send("POST /v1/chat/completions HTTP/1.1\r\nHost: gate");
      }
    }
  }

  @Test
  void answersOthersWhileManySendTheirBodiesSlowly() throws IOException {
    List<RawCall> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        slow.add(
            new RawCall(tenant.baseUrl())
                .send(HostileRequests.head(tenant, "Content-Length: 1000\r\n") + "{"));
      }

      tenant.postChat("echo", "in between").assertOk();
    } finally {
      for (RawCall call : slow) {
        call.close();
      }
    }
  }

  @Test
  void answersABodyThatComesByteByByte() throws IOException {
    String body = tenant.chat("echo", "slow but honest");
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      call.send(HostileRequests.head(tenant, "Content-Length: " + body.length() + "\r\n"));
      for (char c : body.toCharArray()) {
        call.send(String.valueOf(c));
      }

      call.read().assertOk();
    }
  }

  @Test
  void echoesNoRequestIdThatCouldForgeAHeader() throws IOException {
    for (String id :
        new String[] {"a b", "a%0d%0aset-cookie: x=1", "<script>", "é", "x".repeat(500)}) {
      String body = tenant.chat("echo", "x");
      try (RawCall call = new RawCall(tenant.baseUrl())) {
        call.send(
            HostileRequests.head(
                    tenant, "x-request-id: " + id + "\r\nContent-Length: " + body.length() + "\r\n")
                + body);

        Reply reply = call.read().assertOk();
        assertTrue(reply.header("x-request-id").matches("[A-Za-z0-9._-]{1,128}"), id);
        assertFalse(id.equals(reply.header("x-request-id")), id);
        assertNull(reply.header("set-cookie"));
      }
    }
  }

  @Test
  void doesNotTakeTheBodyOfARefusedRequestForTheNext() throws IOException {
    String smuggled = "GET /v1/models HTTP/1.1\r\nHost: gateway\r\n\r\n";
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      call.send(
          "POST /v1/nowhere HTTP/1.1\r\nHost: gateway\r\nContent-Length: "
              + smuggled.length()
              + "\r\n\r\n"
              + smuggled);
      Reply first = call.read();
      assertEquals(404, first.status());
      String body = tenant.chat("echo", "second");
      try {
        call.send(HostileRequests.head(tenant, "Content-Length: " + body.length() + "\r\n") + body);
        Reply second = call.read();
        assertTrue(second == null || second.status() == 200, String.valueOf(second));
      } catch (IOException e) {
        // Closing the connection after a refusal is as good.
        assertTrue(first.status() == 404);
      }
    }
  }
}
