package io.llmgateway.api;

import io.llmgateway.Answer;
import io.llmgateway.api.chat.Chunks;
import io.llmgateway.api.chat.Fold;
import io.llmgateway.api.exchange.EventStreamBody;
import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Makes responses of answers that have begun. */
final class Answers {
  private Answers() {}

  /**
   * @param first says who answered
   * @param events what is written: the answer itself, or several in sequence
   */
  static Response stream(Exchange exchange, Answer first, ChatStream events, Chunks chunks) {
    note(exchange, first);
    return AnswerHeaders.add(
            EventStreamBody.respond(new EventStreamBody(events, chunks, exchange)), exchange, first)
        .build();
  }

  /**
   * Waits for the end of the answer.
   *
   * @throws ChatException when it does not come
   */
  static Response whole(Exchange exchange, Answer first, ChatStream events, Fold fold) {
    note(exchange, first);
    try (events) {
      for (ChatEvent event = events.next(); event != null; event = events.next()) {
        fold.add(event);
        if (event instanceof ChatEvent.UsageReported usage) {
          exchange.access().used(usage.usage());
        }
      }
    }
    return AnswerHeaders.add(Response.ok(fold.answer().toByteArray()), exchange, first)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  private static void note(Exchange exchange, Answer answer) {
    exchange.access().answeredBy(answer.channel(), answer.upstreamModel(), answer.attempts());
  }
}
