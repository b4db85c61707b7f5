package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.GatewayDatabase;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.server.ServerKind;
import io.llmgateway.it.simulator.Doc;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A channel that is switched off, and what clients say of answers, count on every node. */
@Timeout(600)
@Tag("not-h2")
class RoutesOnTwoNodesIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String CHANNELS = "/admin/api/channels/";
  private static final Duration SOON = Duration.ofSeconds(60);

  private static GatewayServer first;
  private static GatewayServer second;
  private static Tenant here;
  private static Tenant there;

  @BeforeAll
  static void startBoth() {
    GatewayDatabase database = GatewayDatabase.ofThisRun();
    first = GatewayServer.prepare(ServerKind.ofThisRun(), database).start();
    second = GatewayServer.prepare(ServerKind.ofThisRun(), database).start();
    here =
        Tenant.on(first, "two-routes")
            .models("only", "small", "large")
            .with("gateway.virtual.@-best.models", "@-small,@-large")
            .with("gateway.virtual.@-best.weight.price", "0")
            .with("gateway.virtual.@-best.weight.latency", "0")
            .with("gateway.virtual.@-best.weight.quality", "0")
            .with("gateway.virtual.@-best.weight.feedback", "1")
            .start();
    there = here.on(second);
  }

  @AfterAll
  static void stopBoth() {
    if (second != null) {
      first.close();
      second.close();
    }
  }

  @Test
  void aChannelIsSwitchedOffAndOnForBoth() {
    here.http().post(CHAT, here.chat("only", "x")).assertOk();
    Reply answered = there.http().post(CHAT, here.chat("only", "x")).assertOk();
    String state = CHANNELS + answered.header("x-gateway-channel") + "/state";

    Http.as(Operator.ADMIN, first).put(state, "{\"state\":\"disabled\"}").assertOk();
    here.http().post(CHAT, here.chat("only", "x")).assertError(503, "no_channel_available");
    await("it is off there", 503);
    Http.as(Operator.ADMIN, second).put(state, "{\"state\":\"enabled\"}").assertOk();
    there.http().post(CHAT, here.chat("only", "x")).assertOk();
    Await.until("it is on here", SOON, () -> status(here) == 200);
  }

  private static void await(String what, int status) {
    Await.until(what, SOON, () -> status(there) == status);
  }

  private static int status(Tenant node) {
    return node.http().post(CHAT, here.chat("only", "x")).status();
  }

  @Test
  void feedbackOnOneNodeIsHeardOnTheOther() {
    Reply reply = here.http().post(CHAT, here.chat("best", "hello")).assertOk();
    String disliked = reply.header("x-gateway-model");
    String word = "{\"request_id\":\"%s\",\"score\":-1}";

    Reply said = there.http().post("/v1/feedback", word.formatted(reply.header("x-request-id")));
    assertEquals(200, said.status(), said::toString);
    for (Tenant node : new Tenant[] {here, there}) {
      Await.until("another model is first", SOON, () -> !disliked.equals(chosen(node)));
    }
  }

  private static String chosen(Tenant node) {
    Doc explained =
        Http.as(Operator.ADMIN, node.server())
            .post(
                "/admin/api/routes/explain",
                here.chat("best", "hello")
                    .replaceFirst("\\{", "{\"account\":\"" + here.name() + "\","))
            .assertOk()
            .json();
    return explained.at("candidates").items().get(0).at("upstream_model").text();
  }
}
