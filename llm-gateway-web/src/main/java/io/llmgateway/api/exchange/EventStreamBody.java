package io.llmgateway.api.exchange;

import io.llmgateway.api.chat.Chunks;
import io.llmgateway.api.error.ErrorMapper;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes an answer as server-sent events while it comes in, each event flushed at once, {@code
 * [DONE]} last. A failure after the beginning becomes an event with the error, and there is no
 * {@code [DONE]}; a client that does not take the bytes any more ends the answer.
 *
 * <p>Source: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 * events</a>, of which only {@code data} is used.
 */
public final class EventStreamBody implements StreamingOutput {
  private static final String EVENT = "data: ";
  private static final String END = "\n\n";
  private static final int FIRST_BUFFER = 1024;

  private final ChatStream answer;
  private final Chunks chunks;
  private final Exchange exchange;

  public EventStreamBody(ChatStream answer, Chunks chunks, Exchange exchange) {
    this.answer = answer;
    this.chunks = chunks;
    this.exchange = exchange;
  }

  @Override
  public void write(OutputStream out) {
    JsonBytes buffer = new JsonBytes(FIRST_BUFFER);
    try (answer) {
      try {
        out.flush();
        writeEvents(buffer, out);
        buffer.clear();
        send(buffer.ascii(EVENT).ascii("[DONE]"), out);
      } catch (ChatException e) {
        exchange.access().failed(e.code().code());
        buffer.clear();
        send(buffer.ascii(EVENT).raw(ErrorMapper.envelope(e).json()), out);
      }
    } catch (IOException e) {
      exchange.call().cancellation().cancel();
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

  private static void send(JsonBytes event, OutputStream out) throws IOException {
    event.ascii(END).writeTo(out);
    out.flush();
  }
}
