package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Anthropic's models at Bedrock: binary frames with checksums, signed requests. */
class BedrockTest {
  private static final JsonObject CARD =
      Requests.json(
          "{'wire':'anthropic','auth':'sigv4','path':'/model/{model}/invoke',"
              + "'stream-path':'/model/{model}/invoke-with-response-stream',"
              + "'model-in-body':'false','version-in-body':'bedrock-2023-05-31','frames':'aws'}");
  private static final String KEY = "AKID:secret";
  private static final Recorded WIRE = new Recorded("bedrock", CARD, Map.of());

  private static byte[] frame(Map<String, String> headers, String payload) {
    try {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(head);
      for (Map.Entry<String, String> header : headers.entrySet()) {
        out.writeByte(header.getKey().length());
        out.writeBytes(header.getKey());
        out.writeByte(7);
        out.writeUTF(header.getValue());
      }
      byte[] body = payload.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      out = new DataOutputStream(all);
      out.writeInt(head.size() + body.length + 16);
      out.writeInt(head.size());
      out.writeInt(checksum(all.toByteArray()));
      out.write(head.toByteArray());
      out.write(body);
      out.writeInt(checksum(all.toByteArray()));
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  private static byte[] chunk(String event) {
    String bytes = Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8));
    return frame(
        Map.of(":message-type", "event", ":event-type", "chunk"), "{\"bytes\":\"" + bytes + "\"}");
  }

  /** The recorded events of Anthropic's own stream, in Bedrock's frames. */
  private static ByteArrayOutputStream recorded() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String events =
        new String(Recorded.of("anthropic").part("stream").body(), StandardCharsets.UTF_8);
    events
        .lines()
        .filter(line -> line.startsWith("data: "))
        .forEach(line -> all.writeBytes(chunk(line.substring(6))));
    return all;
  }

  private static Recorded.Part stream(byte[] bytes) {
    return new Recorded.Part("200 application/vnd.amazon.eventstream", bytes);
  }

  @Test
  void readsFramesWhateverTheirBytesComeIn() {
    Recorded.Part part = stream(recorded().toByteArray());
    for (int size : new int[] {1, 5, 1000}) {
      List<ChatEvent> events =
          Spoken.inPieces(WIRE, part, size, Requests.chat(true)).with(KEY).events();
      assertEquals("Hello, 世界!", Spoken.text(events));
      assertEquals(List.of("stop"), Spoken.finishes(events));
    }
  }

  @Test
  void refusesAFrameWhoseChecksumIsWrong() {
    byte[] bytes = recorded().toByteArray();
    bytes[bytes.length / 2] ^= 1;
    ChatException.Retryable broken =
        assertThrows(
            ChatException.Retryable.class,
            () -> Spoken.of(WIRE, stream(bytes), Requests.chat(true), KEY).events());
    assertEquals(Outcome.INVALID, broken.outcome());
  }

  @Test
  void tellsAnExceptionInTheStream() {
    byte[] exception =
        frame(
            Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
            "{\"message\":\"Too many tokens\"}");
    ChatException.Retryable failed =
        assertThrows(
            ChatException.Retryable.class,
            () -> Spoken.of(WIRE, stream(exception), Requests.chat(true), KEY).events());
    assertEquals(Outcome.RATE, failed.outcome());
    assertTrue(failed.getMessage().contains("Too many tokens"), failed.getMessage());
  }

  @Test
  void signsThePathThatNamesTheModel() {
    try (Spoken spoken =
        Spoken.of(WIRE, stream(recorded().toByteArray()), Requests.chat(true), KEY)) {
      spoken.events();
      var request = spoken.request();
      assertTrue(
          request.head().startsWith("POST /v1/model/some-model/invoke-with-response-stream "),
          request.head());
      assertTrue(
          request.head().contains("Authorization: AWS4-HMAC-SHA256 Credential=AKID/"),
          request.head());
      JsonObject body = (JsonObject) JsonText.parse(request.body());
      assertEquals("bedrock-2023-05-31", body.getString("anthropic_version"));
      assertFalse(body.containsKey("model"));
      assertFalse(body.containsKey("stream"));
    }
  }
}
