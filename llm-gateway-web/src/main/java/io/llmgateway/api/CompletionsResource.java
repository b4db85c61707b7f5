package io.llmgateway.api;

import io.llmgateway.Answer;
import io.llmgateway.ChatGateway;
import io.llmgateway.HttpConfiguration;
import io.llmgateway.api.chat.AnswerHead;
import io.llmgateway.api.chat.CompletionChunks;
import io.llmgateway.api.chat.CompletionFold;
import io.llmgateway.api.chat.CompletionRequest;
import io.llmgateway.api.chat.PromptSequence;
import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.api.exchange.Exchanges;
import io.llmgateway.api.exchange.RequestBody;
import io.llmgateway.api.exchange.RequestClaims;
import io.llmgateway.cache.CacheWish;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.ledger.idempotency.Claim;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;

/**
 * Legacy completions, served by chat models: each prompt is a chat of its own, charged by itself.
 */
@Path("/v1/completions")
@RequiresApiKey
@ApplicationScoped
public class CompletionsResource {
  @Inject private HttpConfiguration configuration;
  @Inject private Exchanges exchanges;
  @Inject private RequestClaims keys;
  @Inject private ChatGateway gateway;
  @Inject private Clock clock;

  @POST
  public void create(@Context HttpServletRequest http, @Suspended AsyncResponse response) {
    Exchange exchange = Exchange.of(http);
    RequestBody body = RequestBody.of(http, configuration.current().maxBody());
    CacheWish wish = AnswerHeaders.cacheWish(http);
    exchanges.run(http, response, () -> answer(exchange, body, wish));
  }

  private Response answer(Exchange exchange, RequestBody body, CacheWish wish) {
    CompletionRequest request = CompletionRequest.read(body.read());
    ChatRequest first = request.chats().get(0);
    exchange.requested(first.model(), first.stream());
    Claim claim = keys.claim(exchange, body, request.chats().size());
    Answer answer = gateway.chat(exchange.caller(), first, exchange.call(), claim.part(0), wish);
    AnswerHead head = AnswerHead.of(claim, first.model());
    ChatStream events =
        new PromptSequence(
            answer, request.chats(), (index, chat) -> further(exchange, index, chat, wish));
    return first.stream()
        ? Answers.stream(exchange, answer, events, new CompletionChunks(head, request))
        : Answers.whole(exchange, answer, events, new CompletionFold(head, request));
  }

  /** A further prompt is a call of its own for the ledger, under the same request id. */
  private Answer further(Exchange exchange, int index, ChatRequest chat, CacheWish wish) {
    Call call = exchange.call();
    Call own =
        new Call(
            Uuid7.next(clock.millis()), call.requestId(), clock.instant(), call.cancellation());
    return gateway.chat(exchange.caller(), chat, own, exchange.claim().part(index), wish);
  }
}
