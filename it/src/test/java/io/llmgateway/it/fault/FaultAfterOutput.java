package io.llmgateway.it.fault;

import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.Locale;

/**
 * Faults after the text {@code Hello } has come. In a stream the client has it, and then sees the
 * error as an event without {@code [DONE]}; for a JSON answer it sees the error alone. No other
 * channel is asked, nothing is charged.
 */
@SuppressWarnings("ImmutableEnumChecker") // a script is not changed once it is written
enum FaultAfterOutput {
  CLOSED("cut", 502, "upstream_error", begun().cut()),
  RESET("cut", 502, "upstream_error", begun().reset()),
  ENDED_WITHOUT_A_REASON("cut", 502, "upstream_error", begun()),
  CUT_IN_AN_EVENT("cut", 502, "upstream_error", begun().text("data: {\"choices\":[{\"del").cut()),
  CUT_IN_A_TOOL_CALL(
      "cut",
      502,
      "upstream_error",
      begun()
          .event(
              Chunks.delta(
                  "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":"
                      + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]}"))
          .cut()),
  BROKEN_CHUNK(
      "cut",
      502,
      "upstream_error",
      Script.raw()
          .text(
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n")
          .text(chunk("data: " + Chunks.text("Hello ") + "\n\n"))
          .text("not a length\r\n")),
  ERROR_OBJECT(
      "server",
      502,
      "upstream_error",
      begun().event(Answers.error("x", "server_error", "x")).done()),
  ERROR_EVENT(
      "overload",
      502,
      "upstream_error",
      begun()
          .text(
              "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n")),
  BASE_RESP(
      "server", 502, "upstream_error", begun().event("{\"base_resp\":{\"status_code\":1000}}")),
  FINISH_ERROR("server", 502, "upstream_error", begun().event(Chunks.finish("error")).done()),
  RATE_LIMIT(
      "rate",
      429,
      "rate_limit_exceeded",
      begun().event(Answers.error("slow down", "rate_limit_exceeded")).done()),
  ERROR_IN_WORDS(
      "overload",
      502,
      "upstream_error",
      begun().text("event: error\ndata: The server is overloaded\n\n")),
  ERROR_BEHIND_THE_REASON(
      "server",
      502,
      "upstream_error",
      begun().event(Chunks.finish("stop")).event(Answers.error("x", "server_error", "x")).done()),
  NESTED_WITHOUT_END(
      "invalid", 502, "upstream_invalid_response", begun().event("[".repeat(20_000)).done()),
  BROKEN_JSON("invalid", 502, "upstream_invalid_response", begun().event("{\"choices\":[{").done()),
  HTML_BEHIND("cut", 502, "upstream_error", begun().text("<html>gateway timeout</html>\n")),
  STALLED("timeout", 504, "upstream_timeout", begun().stall()),
  ONLY_COMMENTS(
      "timeout", 504, "upstream_timeout", begun().endless(": ping\n\n", Duration.ofMillis(50)));

  final String outcome;
  final int status;
  final String code;
  final Script script;

  FaultAfterOutput(String outcome, int status, String code, Script script) {
    this.outcome = outcome;
    this.status = status;
    this.code = code;
    this.script = script;
  }

  String label(boolean stream) {
    return "after-"
        + name().toLowerCase(Locale.ROOT).replace('_', '-')
        + (stream ? "-sse" : "-json");
  }

  private static Script begun() {
    return Script.sse().events(Chunks.role(), Chunks.text("Hello "));
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
