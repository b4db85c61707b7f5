package io.llmgateway.api.exchange;

import io.llmgateway.api.json.StrictJson;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.idempotency.RequestKey;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A request's JSON body, which is read within its limits: type, encoding, size before and after
 * decompression.
 *
 * <p>It comes in two steps, because a body comes as slowly as its client likes: the headers are
 * looked at on the server's own thread, of which there are few, and the body is read on a thread
 * that may wait.
 */
public final class RequestBody {
  private static final int FIRST_BUFFER = 16 << 10;
  private static final long MOST_TO_DISCARD = 128L << 20;
  private static final long DISCARD_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final InputStream in;
  private final boolean gzip;
  private final long length;
  private final boolean awaited;
  private final int maxBody;
  private final RequestFingerprint fingerprint;
  private final BodyMemory.Share memory;
  private RequestKey key;

  private RequestBody(
      InputStream in,
      boolean gzip,
      long length,
      boolean awaited,
      int maxBody,
      RequestFingerprint fingerprint,
      BodyMemory.Share memory) {
    this.in = in;
    this.gzip = gzip;
    this.length = length;
    this.awaited = awaited;
    this.maxBody = maxBody;
    this.fingerprint = fingerprint;
    this.memory = memory;
  }

  /**
   * Does not wait for the body.
   *
   * @param maxBody in bytes
   * @throws ChatException.Final when the headers say that the body can not be taken
   */
  public static RequestBody of(HttpServletRequest http, int maxBody) {
    MediaTypes.requireJson(http.getContentType());
    MediaTypes.requireAcceptable(http.getHeader("accept"));
    RequestFingerprint fingerprint = RequestFingerprint.of(http);
    boolean gzip = gzip(http.getHeader("content-encoding"));
    try {
      return new RequestBody(
          http.getInputStream(),
          gzip,
          http.getContentLengthLong(),
          http.getHeader("expect") != null,
          maxBody,
          fingerprint,
          Exchange.memoryOf(http));
    } catch (IOException e) {
      throw unreadable();
    }
  }

  /**
   * Waits for the body.
   *
   * @throws ChatException.Final saying why the body is not taken
   */
  public JsonObject read() {
    try {
      if (length > maxBody) {
        if (!awaited) {
          discard(in);
        }
        throw tooLarge(maxBody);
      }
      int expected = gzip ? 0 : (int) Math.max(0, length);
      return parse(expected);
    } catch (ZipException | EOFException e) {
      throw new ChatException.Final(
          ErrorCode.INVALID_JSON,
          "The request body is not the gzip that content-encoding promises.");
    } catch (IOException e) {
      throw unreadable();
    }
  }

  /**
   * @return the request's Idempotency-Key, once the body has been read, or null when it has none
   */
  public RequestKey key() {
    return key;
  }

  private JsonObject parse(int expected) throws IOException {
    InputStream plain = gzip ? inflate(in) : in;
    byte[] buffer = new byte[Math.min(expected + 1, FIRST_BUFFER)];
    take(buffer.length);
    int size = 0;
    int read;
    while ((read = plain.read(buffer, size, buffer.length - size)) >= 0) {
      size += read;
      if (size > maxBody) {
        discard(in);
        throw tooLarge(maxBody);
      }
      if (size == buffer.length) {
        int larger = grown(size, expected, maxBody);
        take(larger);
        buffer = Arrays.copyOf(buffer, larger);
      }
    }
    if (fingerprint != null) {
      key = fingerprint.with(buffer, size);
    }
    return StrictJson.readObject(buffer, size);
  }

  /** Takes room for so many bytes, among all requests. */
  private void take(int bytes) throws IOException {
    try {
      if (memory != null) {
        memory.grow(Math.min(bytes, maxBody));
      }
    } catch (ChatException e) {
      discard(in);
      throw e;
    }
  }

  /** A client that only announces a large body does not get a large buffer for it. */
  private static int grown(int length, int expected, int maxBody) {
    int doubled = (int) Math.min(2L * Math.max(length, FIRST_BUFFER / 2), maxBody + 1L);
    return expected > length && expected < 4L * length
        ? Math.max(expected + 1, length + 1)
        : doubled;
  }

  /**
   * Open Liberty inflates by itself, and leaves the header as it was: look what is really there.
   */
  private static InputStream inflate(InputStream in) throws IOException {
    PushbackInputStream body = new PushbackInputStream(in, 2);
    byte[] magic = body.readNBytes(2);
    body.unread(magic);
    boolean deflated =
        magic.length == 2
            && (magic[0] & 0xFF | (magic[1] & 0xFF) << 8) == GZIPInputStream.GZIP_MAGIC;
    return deflated ? new GZIPInputStream(body, FIRST_BUFFER) : body;
  }

  private static boolean gzip(String encoding) {
    String name = encoding == null ? "identity" : encoding.trim().toLowerCase(Locale.ROOT);
    if (name.equals("gzip") || name.equals("x-gzip")) {
      return true;
    }
    if (name.equals("identity") || name.isEmpty()) {
      return false;
    }
    throw new ChatException.Final(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The only content-encoding that is taken is gzip.");
  }

  /** A client that is still sending does not read: take its bytes, so that it sees the answer. */
  private static void discard(InputStream in) throws IOException {
    long end = System.nanoTime() + DISCARD_NANOS;
    byte[] sink = new byte[FIRST_BUFFER];
    long discarded = 0;
    int read;
    while (discarded < MOST_TO_DISCARD && System.nanoTime() < end && (read = in.read(sink)) >= 0) {
      discarded += read;
    }
  }

  private static ChatException.Final unreadable() {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "The request body could not be read to its end.");
  }

  private static ChatException.Final tooLarge(int maxBody) {
    return new ChatException.Final(
        ErrorCode.BODY_TOO_LARGE,
        "The request body is larger than the limit of %d bytes.".formatted(maxBody));
  }
}
