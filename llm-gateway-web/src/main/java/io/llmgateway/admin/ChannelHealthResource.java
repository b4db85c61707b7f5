package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.routing.health.ChannelHealth;
import io.llmgateway.routing.health.ChannelStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** How the channels do, as the node sees it that answers. */
@Path("/admin/api/health/channels")
@ApplicationScoped
public class ChannelHealthResource {
  private static final int DECIMALS = 3;

  @Inject private ChannelHealth health;

  @GET
  @Described(
      value = "Breakers, cooldowns, latencies and error rates of this node's view, by channel.",
      query = "channel",
      list = true,
      answer = "ChannelHealth")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.withoutPages(uri, "channel");
    String channel = query.text("channel");
    List<ChannelStatus> found =
        health.status().stream()
            .filter(status -> channel == null || channel.equals(status.channel()))
            .toList();
    return ListAnswer.page(
        found, Math.max(1, found.size()), ChannelStatus::channel, ChannelHealthResource::write);
  }

  private static void write(ChannelStatus status, JsonBytes out) {
    cooldown(Members.of("channel_health", out).text("channel", status.channel()), status.rest())
        .text("state", status.enabled() ? "enabled" : "disabled")
        .flag("available", status.up())
        .list("keys", status.keys(), ChannelHealthResource::write)
        .list("models", status.models(), ChannelHealthResource::write)
        .end();
  }

  private static void write(ChannelStatus.Key key, JsonBytes out) {
    cooldown(new Members(out).number("key", (long) key.position()), key.rest()).end();
  }

  private static void write(ChannelStatus.Model model, JsonBytes out) {
    cooldown(new Members(out).text("model", model.model()), model.rest())
        .text("breaker", model.breaker())
        .sum("open_seconds", seconds(model.opensAfter()))
        .sum("share", decimal(OptionalDouble.of(model.share())))
        .number("calls", (long) model.calls())
        .sum("error_rate", decimal(model.errorRate()))
        .sum("slow_rate", decimal(model.slowRate()))
        .number("in_flight", (long) model.inFlight())
        .sum("first_token_ms", decimal(model.firstTokenMillis()))
        .sum("tokens_per_second", decimal(model.tokensPerSecond()))
        .end();
  }

  private static Members cooldown(Members members, ChannelStatus.Resting rest) {
    return members
        .sum("cooldown_seconds", rest == null ? null : seconds(rest.remaining()))
        .text(
            "cooldown_reason", rest == null ? null : rest.reason().name().toLowerCase(Locale.ROOT));
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), DECIMALS);
  }

  private static BigDecimal decimal(OptionalDouble value) {
    return value.isEmpty()
        ? null
        : BigDecimal.valueOf(value.getAsDouble()).setScale(DECIMALS, RoundingMode.HALF_UP);
  }
}
