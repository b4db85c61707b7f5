package io.llmgateway.it.simulator;

import java.time.Duration;

/**
 * Deviations that real providers were seen to have, as scripts; each is a complete answer with the
 * text {@code Hello world} unless its name says otherwise. Sources: the project's provider sheets.
 */
public final class Quirks {
  private static final String USAGE = Chunks.usageObject(3, 2);

  private Quirks() {}

  /**
   * DeepSeek while it queues a stream: comments before the first chunk; usage in the last chunk.
   */
  public static Script keepAliveComments() {
    return Script.sse()
        .comment("keep-alive")
        .comment("keep-alive")
        .comment("keep-alive")
        .event(Chunks.delta("{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"}"))
        .event(Chunks.delta("{\"content\":null,\"reasoning_content\":\"Hmm.\"}"))
        .events(Chunks.text("Hello "), Chunks.text("world"))
        .event(finishWithUsage(USAGE))
        .done();
  }

  /** DeepSeek while it queues a JSON answer: the head, empty lines, and then the body. */
  public static Script blankLinesBeforeJson(int lines, Duration each) {
    Script script = Script.status(200).chunked("application/json");
    for (int i = 0; i < lines; i++) {
      script.text("\n").pause(each);
    }
    return script.text(Chunks.whole("Hello world", USAGE));
  }

  /** Comments for ever, never a token. */
  public static Script endlessComments(Duration every) {
    return Script.sse().endless(": keep-alive\n\n", every);
  }

  /** GLM-4.5: tool-call deltas with index -1 and whole arguments. */
  public static Script toolIndexMinusOne() {
    return Script.sse()
        .event(Chunks.role())
        .event(toolDelta("\"index\":-1,\"id\":\"call_a\"", "f", "\"{\\\"x\\\":1}\""))
        .event(toolDelta("\"index\":-1,\"id\":\"call_b\"", "g", "\"{\\\"y\\\":2}\""))
        .event(Chunks.finish("tool_calls"))
        .event(Chunks.usage(3, 2))
        .done();
  }

  /** MiniMax, Mistral: tool-call deltas without an index. */
  public static Script toolIndexMissing() {
    return Script.sse()
        .event(Chunks.role())
        .event(toolDelta("\"id\":\"call_a\"", "f", "\"{\\\"x\\\":1}\""))
        .event(toolDelta("\"id\":\"call_b\"", "g", "\"{\\\"y\\\":2}\""))
        .event(Chunks.finish("tool_calls"))
        .event(Chunks.usage(3, 2))
        .done();
  }

  /** Spark: one object instead of an array, without an id; arguments as an object (Ollama). */
  public static Script toolCallsAsObject() {
    return Script.sse()
        .event(
            Chunks.delta(
                "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":{\"type\":\"function\","
                    + "\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}}}"))
        .event(Chunks.finish("tool_calls"))
        .event(Chunks.usage(3, 2))
        .done();
  }

  /** DashScope: id and name first, later deltas with an empty id and name. */
  public static Script toolIdEmptyLater() {
    return Script.sse()
        .event(Chunks.role())
        .event(toolDelta("\"index\":0,\"id\":\"call_a\"", "f", "\"\""))
        .event(toolDelta("\"index\":0,\"id\":\"\"", "", "\"{\\\"x\\\":\""))
        .event(toolDelta("\"index\":0,\"id\":\"\"", "", "\"1}\""))
        .event(Chunks.finish("tool_calls"))
        .event(Chunks.usage(3, 2))
        .done();
  }

  /** MiniMax: the role in each delta, a harmless base_resp, and the whole message once more. */
  public static Script roleInEachDeltaAndRepeatedMessage() {
    return Script.sse()
        .event(Chunks.delta("{\"role\":\"assistant\",\"content\":\"Hello \"}"))
        .event(Chunks.delta("{\"role\":\"assistant\",\"content\":\"world\"}"))
        .event(Chunks.finish("stop"))
        .event(
            "{\"id\":\"chatcmpl-sim\",\"object\":\"chat.completion\",\"created\":1700000000,"
                + "\"model\":\"sim\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
                + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello world\"}}],\"usage\":"
                + USAGE
                + ",\"base_resp\":{\"status_code\":0,\"status_msg\":\"\"}}")
        .done();
  }

  /** MiniMax: HTTP 200 with a refusal in base_resp. */
  public static Script baseRespError() {
    return Script.json(
        "{\"base_resp\":{\"status_code\":1008,\"status_msg\":\"insufficient balance\"}}");
  }

  /** Moonshot: usage inside the choice. */
  public static Script usageInChoice() {
    return Script.sse()
        .events(Chunks.role(), Chunks.text("Hello "), Chunks.text("world"))
        .event(Chunks.finish("stop").replace("\"delta\":{}", "\"delta\":{},\"usage\":" + USAGE))
        .done();
  }

  /** Yi, vLLM: cumulative usage in each chunk. */
  public static Script usageInEachChunk() {
    return Script.sse()
        .event(withUsage(Chunks.role(), Chunks.usageObject(3, 0)))
        .event(withUsage(Chunks.text("Hello "), Chunks.usageObject(3, 1)))
        .event(withUsage(Chunks.text("world"), Chunks.usageObject(3, 2)))
        .event(withUsage(Chunks.finish("stop"), Chunks.usageObject(3, 2)))
        .done();
  }

  /** Spark: no blank after the colon, finish and usage glued to the last text. */
  public static Script everythingInTheLastDelta() {
    String last =
        withUsage(
            Chunks.text("world").replace("\"finish_reason\":null", "\"finish_reason\":\"stop\""),
            USAGE);
    return Script.sse()
        .text("data:" + Chunks.text("Hello ") + "\n\ndata:" + last + "\n\ndata:[DONE]\n\n");
  }

  /** CRLF line ends, ids, event names, empty data, a byte-order mark, no last blank line. */
  public static Script oddFraming() {
    return Script.sse()
        .text("\uFEFF: hello\r\nretry: 10\r\n\r\n")
        .text("id: 1\r\nevent: message\r\ndata: " + Chunks.role() + "\r\n\r\n")
        .text("data:\r\n\r\ndata: {}\r\n\r\ndata: null\r\n\r\ndata: \"\"\r\n\r\n")
        .text("id: 2\r\ndata: " + Chunks.text("Hello ") + "\n\r\n")
        .text(
            "data: "
                + Chunks.text("world").replace("\"created\"", "\r\ndata: \"created\"")
                + "\n\n")
        .text("data: " + Chunks.finish("stop") + "\n\ndata: " + Chunks.usage(3, 2) + "\n\n")
        .text("data: [DONE]\n\ndata: [DONE]");
  }

  /** A finish reason and then the end of the connection, without [DONE]. */
  public static Script withoutDone() {
    return Script.status(200)
        .untilClose("text/event-stream")
        .events(Chunks.answer(3, 2, "Hello ", "world"));
  }

  /** Spark: an end mark, and no finish reason before it. */
  public static Script withoutFinishReason() {
    return Script.sse()
        .events(Chunks.role(), Chunks.text("Hello "), Chunks.text("world"), Chunks.usage(3, 2))
        .done();
  }

  /** Azure: a first chunk with empty choices, id and model. */
  public static Script emptyChoicesFirst() {
    return Script.sse()
        .event(
            "{\"id\":\"\",\"object\":\"\",\"created\":0,\"model\":\"\",\"choices\":[],"
                + "\"prompt_filter_results\":[{\"prompt_index\":0}]}")
        .events(Chunks.answer(3, 2, "Hello ", "world"))
        .done();
  }

  /** DashScope: unfinished finish reasons as empty text and as the text "null". */
  public static Script unfinishedFinishReasons() {
    return Script.sse()
        .event(Chunks.role().replace("\"finish_reason\":null", "\"finish_reason\":\"\""))
        .event(
            Chunks.text("Hello ").replace("\"finish_reason\":null", "\"finish_reason\":\"null\""))
        .events(Chunks.text("world"), Chunks.finish("stop"), Chunks.usage(3, 2))
        .done();
  }

  /** A stream in which an error object follows the given text. */
  public static Script errorInStream(String... texts) {
    Script script = Script.sse().event(Chunks.role());
    for (String text : texts) {
      script.event(Chunks.text(text));
    }
    return script.event(Answers.error("The server is overloaded", "server_error", "overloaded"));
  }

  private static String finishWithUsage(String usage) {
    return withUsage(
        Chunks.finish("stop").replace("\"delta\":{}", "\"delta\":{\"content\":\"\"}"), usage);
  }

  private static String withUsage(String chunk, String usage) {
    return chunk.substring(0, chunk.length() - 1) + ",\"usage\":" + usage + "}";
  }

  private static String toolDelta(String head, String name, String arguments) {
    return Chunks.delta(
        "{\"tool_calls\":[{"
            + head
            + ",\"type\":\"function\",\"function\":{\"name\":\""
            + name
            + "\",\"arguments\":"
            + arguments
            + "}}]}");
  }
}
