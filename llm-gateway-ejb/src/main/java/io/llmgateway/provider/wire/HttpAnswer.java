package io.llmgateway.provider.wire;

import io.llmgateway.provider.transport.AnswerReader;
import io.llmgateway.provider.transport.OutcomeClassifier;
import io.llmgateway.provider.transport.UpstreamExchange;
import java.util.function.Function;

/** An answer over HTTP. Whether it is a stream is seen by its first byte. */
public final class HttpAnswer implements AnswerSource {
  /** Longest JSON answer, in bytes. */
  private static final int MAX_JSON = 64 * 1024 * 1024;

  private final UpstreamExchange exchange;
  private final AnswerReader reader;
  private final Function<AnswerReader, Frames> framing;
  private final String documents;

  /**
   * @param framing of a stream
   * @param documents the first bytes, any of them, that tell a document from a stream
   */
  private HttpAnswer(
      UpstreamExchange exchange, Function<AnswerReader, Frames> framing, String documents) {
    this.exchange = exchange;
    this.reader = new AnswerReader(exchange.body());
    this.framing = framing;
    this.documents = documents;
  }

  /** Server-sent events, or a JSON document. */
  public static HttpAnswer events(UpstreamExchange exchange) {
    return new HttpAnswer(exchange, SseFrames::new, "{[");
  }

  /** Lines of JSON, also when there is but one. */
  public static HttpAnswer lines(UpstreamExchange exchange) {
    return new HttpAnswer(exchange, LineFrames::new, "");
  }

  /**
   * @param stream whether frames were asked for; binary ones can begin with any byte
   */
  public static HttpAnswer binary(
      UpstreamExchange exchange, boolean stream, Function<AnswerReader, Frames> framing) {
    return new HttpAnswer(exchange, framing, stream ? null : "{");
  }

  @Override
  public String document() throws Unreadable {
    if (documents == null) {
      return null;
    }
    int first = reader.firstByte();
    if (first < 0 || first == '<') {
      throw new Unreadable(OutcomeClassifier.unreadable(exchange.status(), first));
    }
    return documents.indexOf(first) < 0 ? null : reader.restAsText(MAX_JSON);
  }

  @Override
  public Frames frames() {
    return framing.apply(reader);
  }

  @Override
  public void begun() {
    exchange.begun();
  }

  @Override
  public void whole() {
    exchange.whole();
  }

  @Override
  public void close(boolean complete) {
    exchange.close(complete);
  }
}
