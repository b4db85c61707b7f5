package io.llmgateway.it.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the simulator does with one request, step by step. Bytes are prepared when the script is
 * written, not when it is played; a script is not changed after it has been handed to the
 * simulator, and can be played any number of times at once.
 *
 * <p>Start with {@link #status(int)} or {@link #raw()}.
 */
public final class Script implements Responder {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final Duration LONG = Duration.ofHours(1);

  /** One step. */
  @FunctionalInterface
  public interface Step {
    void play(Outlet outlet) throws IOException;
  }

  private final List<Step> steps = new ArrayList<>();
  private final boolean chunked;
  private final boolean closesAtEnd;

  Script(byte[] head, boolean chunked, boolean closesAtEnd) {
    this.chunked = chunked;
    this.closesAtEnd = closesAtEnd;
    if (head.length > 0) {
      steps.add(o -> o.write(head));
    }
  }

  /** An answer with a well-formed head. */
  public static Head status(int status) {
    return new Head(status);
  }

  /** Nothing but what the steps write, head included; the connection is closed at the end. */
  public static Script raw() {
    return new Script(new byte[0], false, true);
  }

  /** A whole JSON answer with status 200. */
  public static Script json(String body) {
    return status(200).json(body);
  }

  /** A stream of server-sent events with status 200, chunked. */
  public static Script sse() {
    return status(200).sse();
  }

  @Override
  public Script answer(Exchange request) {
    return this;
  }

  public Script step(Step step) {
    steps.add(step);
    return this;
  }

  /** Bytes, as a chunk of their own when the answer is chunked. */
  public Script bytes(byte[] bytes) {
    byte[] framed = chunked ? chunk(bytes) : bytes;
    return step(o -> o.write(framed));
  }

  public Script text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One server-sent event. */
  public Script event(String data) {
    return text("data: " + data + "\n\n");
  }

  public Script events(String... data) {
    return events(Arrays.asList(data));
  }

  public Script events(List<String> data) {
    data.forEach(this::event);
    return this;
  }

  public Script comment(String comment) {
    return text(": " + comment + "\n\n");
  }

  /** OpenAI's end mark. */
  public Script done() {
    return event("[DONE]");
  }

  /** Every byte in a write (and a chunk) of its own: cuts each character and each line end. */
  public Script eachByteApart(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes(new byte[] {b});
    }
    return this;
  }

  /** The text in parts that end before the given byte positions, rising. */
  public Script cutAt(String text, int... positions) {
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    int from = 0;
    for (int position : positions) {
      bytes(Arrays.copyOfRange(all, from, position));
      from = position;
    }
    return bytes(Arrays.copyOfRange(all, from, all.length));
  }

  public Script pause(Duration duration) {
    return step(o -> o.pause(duration));
  }

  /** Waits until the test opens the gate. */
  public Script gate(Gate gate) {
    return step(o -> o.waitFor(gate));
  }

  /** Says nothing more until the peer gives up. */
  public Script stall() {
    return pause(LONG);
  }

  /** Repeats a text until the peer gives up. */
  public Script endless(String text, Duration every) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] framed = chunked ? chunk(utf8) : utf8;
    return step(
        o -> {
          while (true) {
            o.write(framed);
            o.pause(every);
          }
        });
  }

  /** The same bytes again and again, up to a size. */
  public Script fill(long size, String with) {
    byte[] block =
        with.repeat(Math.max(1, 65_536 / with.length())).getBytes(StandardCharsets.UTF_8);
    for (long written = 0; written < size; written += block.length) {
      bytes(Arrays.copyOf(block, (int) Math.min(block.length, size - written)));
    }
    return this;
  }

  /** Closes the connection without ending the answer. */
  public Script cut() {
    return step(Outlet::cut);
  }

  /** Resets the connection. */
  public Script reset() {
    return step(Outlet::reset);
  }

  /** The whole script, head included, only after a pause. */
  public Script afterPause(Duration duration) {
    steps.add(0, o -> o.pause(duration));
    return this;
  }

  /** The whole script, head included, only when the gate is open. */
  public Script afterGate(Gate gate) {
    steps.add(0, o -> o.waitFor(gate));
    return this;
  }

  void play(Outlet outlet) throws IOException {
    for (Step step : steps) {
      step.play(outlet);
      if (outlet.closed()) {
        return;
      }
    }
    if (chunked) {
      outlet.write(LAST_CHUNK);
    }
  }

  boolean closesAtEnd() {
    return closesAtEnd;
  }

  private static byte[] chunk(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    ByteArrayOutputStream framed = new ByteArrayOutputStream(bytes.length + 16);
    framed.writeBytes(
        (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    framed.writeBytes(bytes);
    framed.writeBytes(new byte[] {'\r', '\n'});
    return framed.toByteArray();
  }
}
