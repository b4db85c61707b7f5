package io.llmgateway.api;

import io.llmgateway.Answer;
import io.llmgateway.CacheUse;
import io.llmgateway.EmbeddingResult;
import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.api.exchange.RateLimitHeaders;
import io.llmgateway.cache.CacheWish;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.List;
import java.util.Locale;

/** The response headers that say who answered, and what is left of the caller's limits. */
final class AnswerHeaders {
  private static final String CACHE = "x-gateway-cache";

  /** A header has an end. */
  private static final int MOST_CHANGES = 20;

  private AnswerHeaders() {}

  static ResponseBuilder add(ResponseBuilder response, Exchange exchange, Answer answer) {
    add(response, exchange);
    add(response, answer.channel(), answer.upstreamModel(), answer.attempts());
    add(response, answer.cacheUse());
    if (!answer.adjusted().isEmpty()) {
      response.header("x-gateway-adjusted", adjusted(answer.adjusted()));
    }
    return RateLimitHeaders.add(response, answer.rateLimits());
  }

  static ResponseBuilder add(ResponseBuilder response, Exchange exchange, EmbeddingResult result) {
    add(response, exchange);
    add(response, result.channel(), result.upstreamModel(), result.attempts());
    add(response, result.cacheUse());
    return RateLimitHeaders.add(response, result.rateLimits());
  }

  private static void add(ResponseBuilder response, Exchange exchange) {
    if (exchange.claim().replayed()) {
      response.header("idempotent-replayed", true);
    }
  }

  private static void add(ResponseBuilder response, String channel, String model, int attempts) {
    response
        .header("x-gateway-channel", channel)
        .header("x-gateway-model", model)
        .header("x-gateway-attempts", attempts);
  }

  private static void add(ResponseBuilder response, CacheUse use) {
    if (use != null) {
      response.header(CACHE, use.state().name().toLowerCase(Locale.ROOT));
      if (use.age() != null) {
        response.header("age", use.age().toSeconds());
      }
    }
  }

  static CacheWish cacheWish(HttpServletRequest http) {
    return CacheWish.of(http.getHeader("cache-control"), http.getHeader(CACHE));
  }

  private static String adjusted(List<String> changes) {
    String some = String.join(", ", changes.subList(0, Math.min(MOST_CHANGES, changes.size())));
    return changes.size() > MOST_CHANGES ? some + ", ..." : some;
  }
}
