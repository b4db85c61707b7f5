package io.llmgateway.it.fault;

import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Answers that look broken and are whole: {@code Hello world}, finished, charged, asked once. */
@SuppressWarnings("ImmutableEnumChecker") // a script is not changed once it is written
enum OddAnswer {
  WITHOUT_DONE(Script.sse().events(answer())),
  DONE_TWICE(Script.sse().events(answer()).done().done()),
  CUT_BEHIND_THE_REASON(
      Script.sse()
          .events(Chunks.role(), Chunks.text("Hello "), Chunks.text("world"), Chunks.finish("stop"))
          .text("data: {\"choi")
          .cut()),
  TWO_REASONS(
      Script.sse()
          .events(Chunks.role(), Chunks.text("Hello "), Chunks.text("world"))
          .events(Chunks.finish("length"), Chunks.finish("stop"), Chunks.usage(3, 2))
          .done()),
  NO_REASON(
      Script.sse()
          .events(Chunks.role(), Chunks.text("Hello "), Chunks.text("world"), Chunks.usage(3, 2))
          .done()),
  BYTE_BY_BYTE(
      Script.sse()
          .eachByteApart("data: " + String.join("\r\n\r\ndata:", answer()) + "\n\ndata: [DONE]")),
  PACKED(
      Script.status(200)
          .gzip("text/event-stream", "data: " + String.join("\n\ndata: ", answer()) + "\n\n")),
  JSON_AFTER_BLANK_LINES(
      Script.status(200)
          .chunked("application/json")
          .text("\n\n")
          .text("\n" + Chunks.whole("Hello world", Chunks.usageObject(3, 2)))),
  JSON_OF_ANOTHER_TYPE(Script.status(200).html(Chunks.whole("Hello world", null))),
  EVENTS_OF_ANOTHER_TYPE(Script.status(200).chunked("application/json").events(answer()).done()),
  MARKED_AND_WITHOUT_LINE_FEEDS(
      Script.status(200)
          .chunked("text/event-stream; charset=gbk")
          .text("\uFEFFdata:" + String.join("\r\rdata:", answer()) + "\r\rdata:[DONE]\r\r")),
  EVENTS_WITHOUT_BLANK_LINES(
      Script.sse().text("data: " + String.join("\ndata: ", answer()) + "\ndata: [DONE]\n\n")),
  LINES_OF_JSON(Script.json(String.join("\n", answer()))),
  MORE_BEHIND_THE_END(
      Script.sse().events(answer()).done().event(Chunks.text(" and more")).text("{{{ <html>")),
  TEXT_BEHIND_THE_REASON(
      Script.sse()
          .events(Chunks.role(), Chunks.text("Hello "), Chunks.finish("stop"))
          .events(Chunks.text("world"), Chunks.usage(3, 2))
          .done()),
  EARLY_HINTS(
      Script.raw()
          .text("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
          .text("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
          .text(Chunks.whole("Hello world", null))),
  OLD_HTTP(Script.raw().text("HTTP/1.0 200 OK\r\n\r\n" + Chunks.whole("Hello world", null))),
  NEGATIVE_USAGE(
      Script.json(Chunks.whole("Hello world", "{\"prompt_tokens\":3,\"completion_tokens\":-2}"))),
  OVERFLOWING_USAGE(
      Script.json(
          Chunks.whole("Hello world", "{\"prompt_tokens\":1e400,\"completion_tokens\":2}"))),
  SURPLUS_BYTES(
      Script.status(200)
          .header("Connection", "close")
          .announced(
              "application/json",
              Chunks.whole("Hello world", null).getBytes(StandardCharsets.UTF_8).length)
          .text(Chunks.whole("Hello world", null) + "HTTP/1.1 200 OK\r\n\r\n{}"));

  final Script script;

  OddAnswer(Script script) {
    this.script = script;
  }

  String label(boolean stream) {
    return "odd-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + (stream ? "-sse" : "-json");
  }

  private static List<String> answer() {
    return Chunks.answer(3, 2, "Hello ", "world");
  }
}
