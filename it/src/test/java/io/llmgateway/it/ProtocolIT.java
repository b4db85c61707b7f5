package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.RawCall;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Doc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HTTP itself: what clients offer and send beside the body. */
class ProtocolIT {
  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("http").models("echo").start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void ignoresTheOfferOfHttp2ThatTheJdkMakes() throws Exception {
    HttpClient offering = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    HttpResponse<String> json =
        offering.send(
            tenant
                .http()
                .request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(tenant.chat("echo", "upgrade me")))
                .build(),
            BodyHandlers.ofString());
    HttpResponse<String> stream =
        offering.send(
            tenant
                .http()
                .request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(tenant.chat("echo", "me too", ",\"stream\":true")))
                .build(),
            BodyHandlers.ofString());

    assertEquals(200, json.statusCode());
    assertEquals(
        "upgrade me", Doc.parse(json.body()).at("choices", 0, "message", "content").text());
    assertTrue(stream.body().strip().endsWith("data: [DONE]"), stream.body());
  }

  @Test
  void answersSeveralRequestsOnOneConnection() throws IOException {
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      for (int i = 0; i < 3; i++) {
        call.send(post(tenant.chat("echo", "round " + i), ""));
        Doc answer = call.read().assertOk().json();
        assertEquals("round " + i, answer.at("choices", 0, "message", "content").text());
      }
    }
  }

  @Test
  void takesABodyThatTheClientCompressed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(tenant.chat("echo", "small").getBytes(StandardCharsets.UTF_8));
    }
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      call.send(head("Content-Encoding: gzip\r\n", packed.size())).send(packed.toByteArray());

      Reply reply = call.read();
      if (reply.status() == 415) {
        reply.assertError(415, "unsupported_media_type");
      } else {
        assertEquals(
            "small", reply.assertOk().json().at("choices", 0, "message", "content").text());
      }
    }
  }

  @Test
  void takesABodyInChunksAndAfterAnExpectation() throws IOException {
    String body = tenant.chat("echo", "in chunks");
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      call.send(
          "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nExpect: 100-continue\r\n"
              + "Authorization: Bearer "
              + tenant.secret()
              + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (char c : body.toCharArray()) {
        call.send("1\r\n" + c + "\r\n");
      }
      call.send("0\r\n\r\n");

      assertEquals(
          "in chunks", call.read().assertOk().json().at("choices", 0, "message", "content").text());
    }
  }

  @Test
  void takesJsonWithACharset() {
    Reply reply =
        tenant
            .http()
            .post(
                "/v1/chat/completions",
                tenant.chat("echo", "charset"),
                "Content-Type",
                "application/json; charset=utf-8");

    assertEquals("charset", reply.assertOk().json().at("choices", 0, "message", "content").text());
  }

  private static String post(String body, String headers) {
    return head(headers, body.getBytes(StandardCharsets.UTF_8).length) + body;
  }

  private static String head(String headers, int length) {
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
        + tenant.secret()
        + "\r\nContent-Type: application/json\r\n"
        + headers
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }
}
