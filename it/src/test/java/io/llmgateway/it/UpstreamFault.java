package io.llmgateway.it;

import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Quirks;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.Locale;

/** Ways in which a provider fails before it has given anything useful. */
@SuppressWarnings("ImmutableEnumChecker") // a script is not changed once it is written
public enum UpstreamFault {
  INTERNAL_ERROR(Script.status(500).json(Answers.error("oops", "server_error", "x"))),
  OVERLOADED(Script.status(503).header("Retry-After", "1").json("{}")),
  RATE_LIMITED(
      Script.status(429)
          .header("Retry-After", "1")
          .json(Answers.error("slow down", "rate_limit_error", "rate_limit_exceeded"))),
  OUT_OF_MONEY(
      Script.status(429)
          .json(Answers.error("no credit", "insufficient_quota", "insufficient_quota"))),
  ARREARS(Script.status(402).json(Answers.error("Insufficient Balance", "unknown_error", "x"))),
  BAD_CREDENTIAL(Script.status(401).json(Answers.error("bad key", "invalid_api_key"))),
  HTML_PAGE(Script.status(200).html("<!DOCTYPE html><html><body>Welcome</body></html>")),
  REDIRECT(Script.status(302).header("Location", "http://127.0.0.1:9/v1/elsewhere").empty()),
  ERROR_OBJECT(
      Script.json(Answers.error("overloaded", "server_error", "x")),
      Script.sse().event(Answers.error("overloaded", "server_error", "x"))),
  ERROR_OBJECT_AFTER_ROLE(Script.json("{\"error\":\"just a text\"}"), Quirks.errorInStream()),
  BASE_RESP(
      Quirks.baseRespError(),
      Script.sse().event("{\"base_resp\":{\"status_code\":1002,\"status_msg\":\"rate limit\"}}")),
  EMPTY_CHOICES(
      Script.json("{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[]}"),
      Script.sse().event("{\"id\":\"x\",\"choices\":[]}").done()),
  NOTHING_AT_ALL(Script.json(""), Script.sse()),
  GARBAGE(Script.json("{\"choices\":[{\"mess"), Script.sse().event("{\"choices\":[{\"del").done()),
  NOT_HTTP(Script.raw().text("SSH-2.0-OpenSSH_9.2\r\n")),
  TRUNCATED(
      Script.status(200).announced("application/json", 5000).text("{\"choices\":["),
      Script.sse().event(Chunks.role()).cut()),
  RESET(
      Script.status(200).announced("application/json", 5000).text("{").reset(),
      Script.sse().event(Chunks.role()).reset()),
  CLOSED_WITHOUT_A_WORD(Script.raw().cut()),
  TOO_SLOW(Script.raw().stall(), Script.sse().event(Chunks.role()).stall()),
  ONLY_COMMENTS(
      Script.status(200).chunked("application/json").endless("\n", Duration.ofMillis(100)),
      Quirks.endlessComments(Duration.ofMillis(100)));

  private final Script json;
  private final Script sse;

  UpstreamFault(Script both) {
    this(both, both);
  }

  UpstreamFault(Script json, Script sse) {
    this.json = json;
    this.sse = sse;
  }

  public Script json() {
    return json;
  }

  public Script sse() {
    return sse;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
