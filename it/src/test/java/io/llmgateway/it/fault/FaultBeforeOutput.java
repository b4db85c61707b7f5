package io.llmgateway.it.fault;

import static io.llmgateway.it.fault.FaultBeforeOutput.Calls.AGAIN;
import static io.llmgateway.it.fault.FaultBeforeOutput.Calls.ONCE;
import static io.llmgateway.it.fault.FaultBeforeOutput.Calls.ONCE_AND_NO_OTHER;
import static io.llmgateway.it.simulator.Answers.error;
import static io.llmgateway.it.simulator.Script.json;
import static io.llmgateway.it.simulator.Script.raw;
import static io.llmgateway.it.simulator.Script.sse;
import static io.llmgateway.it.simulator.Script.status;

import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Head;
import io.llmgateway.it.simulator.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Faults before anything useful has come: the outcome that is booked, how often the provider is
 * asked when there is no other, and what the client sees then. With another channel the client sees
 * that one's answer, but for {@link Calls#ONCE_AND_NO_OTHER}.
 */
@SuppressWarnings("ImmutableEnumChecker") // a script is not changed once it is written
enum FaultBeforeOutput {
  // refusals by status
  HTTP_500("server", AGAIN, 502, "upstream_error", status(500).json(error("oops", "x"))),
  HTTP_500_EMPTY("server", AGAIN, 502, "upstream_error", status(500).empty()),
  HTTP_502_HTML("server", AGAIN, 502, "upstream_error", status(502).html("<html>nginx</html>")),
  HTTP_503("overload", AGAIN, 502, "upstream_error", soon(503).json("{}")),
  HTTP_503_FOR_LONG("overload", ONCE, 502, "upstream_error", later(503, "90").json("{}")),
  HTTP_529("overload", AGAIN, 502, "upstream_error", soon(529).json(error("Overloaded", "x"))),
  HTTP_504("timeout", ONCE, 504, "upstream_timeout", status(504).empty()),
  HTTP_408("timeout", ONCE, 504, "upstream_timeout", status(408).json("{}")),
  HTTP_409("server", AGAIN, 502, "upstream_error", status(409).json(error("locked", "x"))),
  HTTP_424("server", AGAIN, 502, "upstream_error", status(424).json(error("model failed", "x"))),
  HTTP_520_HTML("server", AGAIN, 502, "upstream_error", status(520).html("<html>cf</html>")),
  HTTP_400_HTML(
      "invalid", AGAIN, 502, "upstream_invalid_response", status(400).html("<html>proxy</html>")),
  UNKNOWN_MODEL(
      "notfound", ONCE, 502, "upstream_error", status(404).json(error("gone", "model_not_found"))),
  BAD_KEY("auth", ONCE, 502, "upstream_error", status(401).json(error("no", "invalid_api_key"))),
  FORBIDDEN("perm", ONCE, 502, "upstream_error", status(403).json(error("no", "access_denied"))),
  REDIRECT(
      "invalid",
      AGAIN,
      502,
      "upstream_invalid_response",
      status(307).header("Location", "/v1/elsewhere/chat/completions").empty()),
  // the kinds of 429, and no money under other numbers
  RATE("rate", AGAIN, 429, "rate_limit_exceeded", soon(429).json(error("slow", "rate_limited"))),
  RATE_FOR_LONG("rate", ONCE, 429, "rate_limit_exceeded", later(429, "90").json("{}")),
  RATE_UNTIL_A_DATE(
      "rate",
      ONCE,
      429,
      "rate_limit_exceeded",
      later(429, "Sat, 21 Nov 2026 11:01:30 GMT")
          .header("Date", "Sat, 21 Nov 2026 11:00:00 GMT")
          .json("{}")),
  RATE_BY_RESET_HEADER(
      "rate",
      ONCE,
      429,
      "rate_limit_exceeded",
      status(429)
          .header("x-ratelimit-remaining-requests", "0")
          .header("x-ratelimit-reset-requests", "1m30s")
          .json("{}")),
  RATE_BODY_STALLED(
      "rate",
      ONCE,
      429,
      "rate_limit_exceeded",
      later(429, "90").announced("application/json", 500).text("{").stall()),
  RATE_BROKEN_GZIP(
      "rate",
      ONCE,
      429,
      "rate_limit_exceeded",
      later(429, "90").header("Content-Encoding", "gzip").json("{}")),
  QUOTA_429(
      "quota", ONCE, 502, "upstream_error", status(429).json(error("no", "insufficient_quota"))),
  QUOTA_DIGITS("quota", ONCE, 502, "upstream_error", status(429).json(error("arrears", "1113"))),
  QUOTA_400("quota", ONCE, 502, "upstream_error", status(400).json("{\"code\":\"Arrearage\"}")),
  QUOTA_402("quota", ONCE, 502, "upstream_error", status(402).json(error("pay", "x"))),
  OVERLOAD_429(
      "overload",
      AGAIN,
      502,
      "upstream_error",
      soon(429).json(error("x", "engine_overloaded_error"))),
  // the request itself
  FILTER_400(
      "filter",
      ONCE_AND_NO_OTHER,
      400,
      "content_filter",
      status(400).json(error("x", "content_filter"))),
  FILTER_451("filter", ONCE_AND_NO_OTHER, 400, "content_filter", status(451).json(error("x", "x"))),
  BAD_REQUEST(
      "badreq", ONCE_AND_NO_OTHER, 400, "invalid_request", status(400).json(error("x", "x"))),
  TOO_LARGE("badreq", ONCE_AND_NO_OTHER, 400, "invalid_request", status(413).json(error("x", "x"))),
  UNKNOWN_FIELD(
      "badreq",
      ONCE_AND_NO_OTHER,
      400,
      "invalid_request",
      status(422).json("{\"detail\":[{\"type\":\"extra_forbidden\",\"msg\":\"no\"}]}")),
  // errors inside 200
  ERROR_OBJECT("server", AGAIN, 502, "upstream_error", both(error("boom", "server_error"))),
  ERROR_TEXT("server", AGAIN, 502, "upstream_error", both("{\"error\":\"just a text\"}")),
  ERROR_OF_AN_ARRAY("overload", AGAIN, 502, "upstream_error", both("[{\"error\":{\"code\":503}}]")),
  BASE_RESP("quota", ONCE, 502, "upstream_error", both("{\"base_resp\":{\"status_code\":1008}}")),
  ERROR_CODE("quota", ONCE, 502, "upstream_error", both("{\"error_code\":17,\"error_msg\":\"x\"}")),
  CODE("overload", AGAIN, 502, "upstream_error", both("{\"code\":10008,\"message\":\"x\"}")),
  HEADER_CODE("overload", AGAIN, 502, "upstream_error", both("{\"header\":{\"code\":10110}}")),
  CODE_OF_FILTER(
      "filter", ONCE_AND_NO_OTHER, 400, "content_filter", both("{\"code\":10013,\"sid\":\"s\"}")),
  FINISH_ERROR("server", AGAIN, 502, "upstream_error", finish("error")),
  FINISH_OVERLOAD("overload", AGAIN, 502, "upstream_error", finish("insufficient_system_resource")),
  // 200, and no answer
  EMPTY_CHOICES(Kind.INVALID, both("{\"id\":\"x\",\"choices\":[]}")),
  NO_CHOICES(Kind.INVALID, both("{\"id\":\"x\",\"choices\":null}")),
  EMPTY_BODY(Kind.INVALID, new Scripts(status(200).empty(), sse())),
  NO_CONTENT(
      Kind.INVALID,
      new Scripts(raw().text("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))),
  HTML_PAGE(Kind.INVALID, new Scripts(status(200).html("<!DOCTYPE html><html>Hi</html>"))),
  PLAIN_TEXT(Kind.INVALID, new Scripts(status(200).untilClose("text/plain").text("upstream gone"))),
  GARBAGE(Kind.INVALID, new Scripts(status(200).body("application/json", bytes(0xff, 0, 0x80, 7)))),
  TRUNCATED_JSON(
      Kind.INVALID,
      new Scripts(json("{\"choices\":[{\"mess"), sse().event("{\"choices\":[{\"del").done())),
  SHORT_BODY(
      Kind.INVALID,
      new Scripts(
          status(200).announced("application/json", 5000).text("{\"choices\":[").cut(),
          sse().event(Chunks.role()).cut())),
  RESET_IN_BODY(
      Kind.INVALID,
      new Scripts(
          status(200).announced("application/json", 5000).text("{").reset(),
          sse().event(Chunks.role()).reset())),
  ONLY_DONE(Kind.INVALID, new Scripts(json("[]"), sse().done())),
  ENDED_BEFORE_OUTPUT(
      Kind.INVALID, new Scripts(json("{\"choices\":[{}]}"), sse().event(Chunks.role()))),
  ONLY_A_ROLE(Kind.INVALID, new Scripts(json("{\"choices\":[{\"index\":0}]}"), role().done())),
  ONLY_USAGE(
      Kind.INVALID,
      new Scripts(json("{\"choices\":[],\"usage\":{}}"), sse().event(Chunks.usage(3, 0)).done())),
  NOT_MODIFIED(Kind.INVALID, new Scripts(status(304).empty())),
  QUEUED(Kind.INVALID, new Scripts(status(202).json("{\"id\":\"q\",\"status\":\"queued\"}"))),
  A_WORD(Kind.INVALID, new Scripts(json("null"), sse().event("null").done())),
  NESTED_WITHOUT_END(
      Kind.INVALID,
      new Scripts(json("{\"a\":".repeat(20_000)), sse().event("{\"a\":".repeat(20_000)))),
  TWO_LENGTHS(
      Kind.INVALID,
      new Scripts(
          raw()
              .text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n")
              .text("{\"choices\":[]}"))),
  BROKEN_CHUNK(
      Kind.INVALID,
      new Scripts(
          raw()
              .text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
              .text("-5\r\n{\"choices\":[{\r\n0\r\n\r\n"))),
  LINES_WITHOUT_END(Kind.INVALID, new Scripts(json(Chunks.role() + "\n" + Chunks.role()), role())),
  BROKEN_GZIP(
      Kind.INVALID, new Scripts(status(200).header("Content-Encoding", "gzip").json("{\"a\":1}"))),
  UNKNOWN_ENCODING(
      Kind.INVALID, new Scripts(status(200).header("Content-Encoding", "br").json("{\"a\":1}"))),
  LARGE_HEADERS(
      Kind.INVALID, new Scripts(status(200).header("x-much", "x".repeat(99_000)).empty())),
  NAMELESS_TOOL(Kind.INVALID, new Scripts(namelessTool("message"), namelessTool("delta"))),
  FIFTY_MEGABYTES(
      Kind.INVALID,
      new Scripts(
          fifty("application/json", "{\"a\":\""), fifty("text/event-stream", "data: {\"a\":\""))),
  // no answer at all
  CLOSED("connect", AGAIN, 502, "upstream_error", raw().cut()),
  RESET("connect", AGAIN, 502, "upstream_error", raw().reset()),
  NO_STATUS("connect", AGAIN, 502, "upstream_error", raw().text("HTTP/1.1 abc Oh\r\n\r\n{}")),
  ERROR_IN_WORDS(
      "rate",
      AGAIN,
      429,
      "rate_limit_exceeded",
      new Scripts(
          soon(429).json("\"Rate limit exceeded\""),
          sse().text("event: error\ndata: Rate limit exceeded, try again in 50ms\n\n"))),
  BEGUN_AND_STALLED(
      "timeout",
      ONCE,
      504,
      "upstream_timeout",
      new Scripts(
          status(200).announced("application/json", 500).text("{\"choices\":[").stall(),
          role().endless("data: {\"choices\":[]}\n\n", Duration.ofMillis(100)))),
  SILENT("timeout", ONCE, 504, "upstream_timeout", raw().stall()),
  SILENT_AFTER_HEAD(
      "timeout",
      ONCE,
      504,
      "upstream_timeout",
      new Scripts(
          status(200).chunked("application/json").stall(), sse().event(Chunks.role()).stall())),
  ONLY_COMMENTS(
      "timeout",
      ONCE,
      504,
      "upstream_timeout",
      new Scripts(
          status(200).chunked("application/json").endless("\n", Duration.ofMillis(100)),
          sse().endless(": keep-alive\n\n", Duration.ofMillis(100))));

  /** How often the sick provider is asked. */
  enum Calls {
    /** More than once when there is no other channel, at most five times. */
    AGAIN,
    ONCE,
    /** The request is at fault: nobody else is asked. */
    ONCE_AND_NO_OTHER
  }

  /** A frequent kind of fault. */
  private enum Kind {
    INVALID
  }

  /** What the provider does when it is asked for JSON, and for a stream. */
  private record Scripts(Script json, Script sse) {
    Scripts(Script both) {
      this(both, both);
    }
  }

  final String outcome;
  final Calls calls;
  final int status;
  final String code;
  final Script json;
  final Script sse;

  FaultBeforeOutput(Kind kind, Scripts scripts) {
    this(kind.name().toLowerCase(Locale.ROOT), AGAIN, 502, "upstream_invalid_response", scripts);
  }

  FaultBeforeOutput(String outcome, Calls calls, int status, String code, Script both) {
    this(outcome, calls, status, code, new Scripts(both));
  }

  FaultBeforeOutput(String outcome, Calls calls, int status, String code, Scripts scripts) {
    this.outcome = outcome;
    this.calls = calls;
    this.status = status;
    this.code = code;
    this.json = scripts.json;
    this.sse = scripts.sse;
  }

  Script script(boolean stream) {
    return stream ? sse : json;
  }

  String label(boolean stream) {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + (stream ? "-sse" : "-json");
  }

  private static Head soon(int status) {
    return status(status).header("retry-after-ms", "50");
  }

  private static Head later(int status, String when) {
    return status(status).header("Retry-After", when);
  }

  private static Script role() {
    return sse().event(Chunks.role());
  }

  private static Scripts both(String document) {
    return new Scripts(json(document), sse().event(document).done());
  }

  private static Scripts finish(String reason) {
    return new Scripts(
        json(Chunks.whole("", null).replace("\"stop\"", "\"" + reason + "\"")),
        sse().events(Chunks.role(), Chunks.finish(reason)).done());
  }

  private static Script namelessTool(String holder) {
    String answer =
        "{\"choices\":[{\"index\":0,\""
            + holder
            + "\":{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"arguments\":\"{}\"}}]},"
            + "\"finish_reason\":\"tool_calls\"}]}";
    return holder.equals("message") ? json(answer) : sse().event(answer).done();
  }

  private static Script fifty(String contentType, String beginning) {
    byte[] block = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
    return status(200)
        .untilClose(contentType)
        .text(beginning)
        .step(
            outlet -> {
              for (int i = 0; i < 50 * 16; i++) {
                outlet.write(block);
              }
            });
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
