package io.llmgateway.api;

import io.llmgateway.EmbeddingGateway;
import io.llmgateway.EmbeddingResult;
import io.llmgateway.HttpConfiguration;
import io.llmgateway.api.chat.EmbeddingList;
import io.llmgateway.api.chat.EmbeddingRequestReader;
import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.api.exchange.Exchanges;
import io.llmgateway.api.exchange.RequestBody;
import io.llmgateway.api.exchange.RequestClaims;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.cache.CacheWish;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.ledger.idempotency.Claim;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Embeddings, as numbers or as base64. */
@Path("/v1/embeddings")
@RequiresApiKey
@ApplicationScoped
public class EmbeddingsResource {
  @Inject private HttpConfiguration configuration;
  @Inject private Exchanges exchanges;
  @Inject private RequestClaims keys;
  @Inject private EmbeddingGateway gateway;

  @POST
  public void create(@Context HttpServletRequest http, @Suspended AsyncResponse response) {
    Exchange exchange = Exchange.of(http);
    RequestBody body = RequestBody.of(http, configuration.current().maxBody());
    CacheWish wish = AnswerHeaders.cacheWish(http);
    exchanges.run(http, response, () -> answer(exchange, body, wish));
  }

  private Response answer(Exchange exchange, RequestBody body, CacheWish wish) {
    EmbeddingRequest request = EmbeddingRequestReader.read(body.read());
    exchange.requested(request.model(), false);
    Claim claim = keys.claim(exchange, body, 1);
    EmbeddingResult result =
        gateway.embed(exchange.caller(), request, exchange.call(), claim.part(0), wish);
    exchange.access().answeredBy(result.channel(), result.upstreamModel(), result.attempts());
    exchange.access().used(result.usage());
    JsonBytes list =
        EmbeddingList.write(
            request.model(),
            result.answer().data(),
            result.usage(),
            EmbeddingRequestReader.wantsBase64(request.body()));
    return AnswerHeaders.add(Response.ok(list.toByteArray()), exchange, result)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
