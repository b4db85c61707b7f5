package io.llmgateway.api.exchange;

import io.llmgateway.api.chat.Chunks;
import io.llmgateway.api.error.ErrorEnvelope;
import io.llmgateway.api.error.ErrorMapper;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatStream;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes an answer as server-sent events while it comes in, each event flushed at once, {@code
 * [DONE]} last. A failure after the beginning becomes an event with the error, and there is no
 * {@code [DONE]}; a client that does not take the bytes any more ends the answer, unless that runs
 * on without it.
 *
 * <p>Source: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 * events</a>, of which only {@code data} and comments are used.
 */
public final class EventStreamBody implements KeptAlive, StreamingOutput, AutoCloseable {
  private static final String EVENT = "data: ";
  private static final String END = "\n\n";
  static final byte[] HEARTBEAT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_BUFFER = 1024;
  private static final String MEDIA_TYPE = "text/event-stream; charset=utf-8";

  private final ChatStream answer;
  private final Chunks chunks;
  private final Exchange exchange;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile long lastWrite;
  private OutputStream open;

  public EventStreamBody(ChatStream answer, Chunks chunks, Exchange exchange) {
    this.answer = answer;
    this.chunks = chunks;
    this.exchange = exchange;
  }

  /**
   * @param body of events
   * @return a response with it that nobody on the way holds back
   */
  public static Response.ResponseBuilder respond(StreamingOutput body) {
    return Response.ok(body)
        .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("x-accel-buffering", "no");
  }

  @Override
  public void write(OutputStream out) {
    JsonBytes buffer = new JsonBytes(FIRST_BUFFER);
    try {
      begin(out);
      try {
        writeEvents(buffer, out);
        buffer.clear();
        send(buffer.ascii(EVENT).ascii("[DONE]"), out);
      } catch (RuntimeException e) {
        ErrorEnvelope error = failure(e);
        exchange.access().failed(error.code().code());
        buffer.clear();
        send(buffer.ascii(EVENT).raw(error.json()), out);
      }
    } catch (IOException e) {
      exchange.client().cancel();
    } finally {
      close();
    }
  }

  /**
   * The first flush sends the headers: Open Liberty holds back what follows them until the next.
   */
  private void begin(OutputStream out) throws IOException {
    writing.lock();
    try {
      open = out;
      lastWrite = System.nanoTime();
      out.flush();
    } finally {
      writing.unlock();
    }
  }

  private void writeEvents(JsonBytes buffer, OutputStream out) throws IOException {
    for (ChatEvent event = answer.next(); event != null; event = answer.next()) {
      buffer.clear();
      buffer.ascii(EVENT);
      if (chunks.write(event, buffer)) {
        send(buffer, out);
      }
      if (event instanceof ChatEvent.UsageReported usage) {
        exchange.access().used(usage.usage());
      }
    }
  }

  private void send(JsonBytes event, OutputStream out) throws IOException {
    writing.lock();
    try {
      event.ascii(END).writeTo(out);
      out.flush();
      lastWrite = System.nanoTime();
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean silentFor(long nanos) {
    return lastWrite != 0 && System.nanoTime() - lastWrite >= nanos && !writing.isLocked();
  }

  @Override
  public void beat() {
    if (!writing.tryLock()) {
      return;
    }
    try {
      if (open != null) {
        open.write(HEARTBEAT);
        open.flush();
        lastWrite = System.nanoTime();
      }
    } catch (IOException e) {
      open = null;
      exchange.client().cancel();
    } finally {
      writing.unlock();
    }
  }

  /** Ends the answer, whether or not it was written. Idempotent. */
  @Override
  public void close() {
    writing.lock();
    try {
      open = null;
    } finally {
      writing.unlock();
    }
    if (exchange.runsOn()) {
      runOn();
    }
    answer.close();
  }

  /** Takes the rest of the answer, so that it is there when the client asks again. */
  private void runOn() {
    try {
      ChatEvent event;
      do {
        event = answer.next();
        if (event instanceof ChatEvent.UsageReported usage) {
          exchange.access().used(usage.usage());
        }
      } while (event != null);
    } catch (RuntimeException e) {
      exchange.access().failed(failure(e).code().code());
    }
  }

  private ErrorEnvelope failure(RuntimeException e) {
    return ErrorMapper.envelope(e, exchange.call().requestId());
  }
}
