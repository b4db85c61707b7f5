package io.llmgateway.provider.wire;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.AnswerReader;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * AWS's binary event stream: length, length of headers, checksum of both, headers, payload,
 * checksum of all (https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html
 * has the layout). Each message's checksums are verified.
 */
public final class AwsFrames implements Frames {
  private static final int PRELUDE = 12;
  private static final int MOST = 16 * 1024 * 1024;
  private static final int TYPE_STRING = 7;

  /** Length of the values of header types 0 to 9; 6 and 7 say their own. */
  private static final int[] LENGTHS = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};

  private final AnswerReader reader;
  private final boolean chunks;
  private String name;
  private String data;

  private AwsFrames(AnswerReader reader, boolean chunks) {
    this.reader = reader;
    this.chunks = chunks;
  }

  /** Events whose payload wraps another provider's event (InvokeModelWithResponseStream). */
  public static AwsFrames inChunks(AnswerReader reader) {
    return new AwsFrames(reader, true);
  }

  /** Events with payloads of their own (ConverseStream). */
  public static AwsFrames plain(AnswerReader reader) {
    return new AwsFrames(reader, false);
  }

  @Override
  public boolean next() {
    byte[] prelude = reader.bytes(PRELUDE);
    if (prelude == null) {
      return false;
    }
    ByteBuffer head = ByteBuffer.wrap(prelude);
    int total = head.getInt();
    int headers = head.getInt();
    if (total < PRELUDE + 4 || total > MOST || headers < 0 || headers > total - PRELUDE - 4) {
      throw broken("impossible length");
    }
    CRC32 checksum = new CRC32();
    checksum.update(prelude, 0, 8);
    require(checksum, head.getInt());
    byte[] rest = reader.bytes(total - PRELUDE);
    if (rest == null) {
      throw broken("cut");
    }
    checksum.reset();
    checksum.update(prelude);
    checksum.update(rest, 0, rest.length - 4);
    require(checksum, ByteBuffer.wrap(rest).getInt(rest.length - 4));
    message(headers(ByteBuffer.wrap(rest, 0, headers)), rest, headers);
    return true;
  }

  private static void require(CRC32 checksum, int told) {
    if ((int) checksum.getValue() != told) {
      throw broken("wrong checksum");
    }
  }

  private static Map<String, String> headers(ByteBuffer in) {
    Map<String, String> headers = new HashMap<>();
    while (in.hasRemaining()) {
      byte[] header = new byte[in.get() & 0xFF];
      in.get(header);
      int type = in.get();
      if (type < 0 || type >= LENGTHS.length) {
        throw broken("unknown header type");
      }
      byte[] value = new byte[LENGTHS[type] < 0 ? in.getShort() & 0xFFFF : LENGTHS[type]];
      in.get(value);
      if (type == TYPE_STRING) {
        headers.put(text(header), text(value));
      }
    }
    return headers;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void message(Map<String, String> headers, byte[] rest, int offset) {
    String payload = new String(rest, offset, rest.length - offset - 4, StandardCharsets.UTF_8);
    String kind = headers.getOrDefault(":message-type", "event");
    if (!kind.equals("event")) {
      throw failure(headers.getOrDefault(":exception-type", headers.get(":error-code")), payload);
    }
    name = headers.get(":event-type");
    data = payload;
    if (chunks && JsonText.parse(payload) instanceof JsonObject chunk) {
      String bytes = JsonText.text(chunk, "bytes");
      data = bytes == null ? "" : text(Base64.getDecoder().decode(bytes));
      name = null;
    }
  }

  /** What Bedrock calls its failures in the middle of a stream. */
  private static ChatException failure(String type, String payload) {
    String word = String.valueOf(type).toLowerCase(Locale.ROOT);
    Outcome outcome =
        word.contains("throttling")
            ? Outcome.RATE
            : word.contains("unavailable")
                ? Outcome.OVERLOAD
                : word.contains("timeout")
                    ? Outcome.TIMEOUT
                    : word.contains("validation") ? Outcome.BADREQ : Outcome.SERVER;
    String message =
        JsonText.parse(payload) instanceof JsonObject object
            ? JsonText.text(object, "message")
            : null;
    String words = message == null ? "The provider ended its answer with " + type : message;
    return outcome == Outcome.BADREQ
        ? new ChatException.Final(ErrorCode.INVALID_REQUEST, words)
        : new ChatException.Retryable(ErrorCode.UPSTREAM_ERROR, outcome, words);
  }

  private static ChatException broken(String how) {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.INVALID,
        "An event of the provider's answer is broken: " + how);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String data() {
    return data;
  }
}
