package io.llmgateway.api;

import io.llmgateway.Answer;
import io.llmgateway.ChatGateway;
import io.llmgateway.HttpConfiguration;
import io.llmgateway.api.chat.AnswerHead;
import io.llmgateway.api.chat.ChatChunks;
import io.llmgateway.api.chat.ChatCompletionFold;
import io.llmgateway.api.chat.ChatRequestReader;
import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.api.exchange.Exchanges;
import io.llmgateway.api.exchange.RequestBody;
import io.llmgateway.api.exchange.RequestClaims;
import io.llmgateway.cache.CacheWish;
import io.llmgateway.chat.ChatRequest;
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

/** Chat completions, as one JSON document or as a stream of events. */
@Path("/v1/chat/completions")
@RequiresApiKey
@ApplicationScoped
public class ChatCompletionsResource {
  @Inject private HttpConfiguration configuration;
  @Inject private Exchanges exchanges;
  @Inject private RequestClaims keys;
  @Inject private ChatGateway gateway;

  @POST
  public void create(@Context HttpServletRequest http, @Suspended AsyncResponse response) {
    Exchange exchange = Exchange.of(http);
    RequestBody body = RequestBody.of(http, configuration.current().maxBody());
    CacheWish wish = AnswerHeaders.cacheWish(http);
    exchanges.run(http, response, () -> answer(exchange, body, wish));
  }

  private Response answer(Exchange exchange, RequestBody body, CacheWish wish) {
    ChatRequest request = ChatRequestReader.read(body.read());
    exchange.requested(request.model(), request.stream());
    Claim claim = keys.claim(exchange, body, 1);
    Answer answer = gateway.chat(exchange.caller(), request, exchange.call(), claim.part(0), wish);
    AnswerHead head = AnswerHead.of(claim, request.model());
    return request.stream()
        ? Answers.stream(exchange, answer, answer, new ChatChunks(head, request.includeUsage()))
        : Answers.whole(exchange, answer, answer, new ChatCompletionFold(head));
  }
}
