package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.RefusedPort;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Before the first useful event another channel, and then another model, takes over unseen. */
class FailoverIT {
  private static final RefusedPort NOBODY = new RefusedPort();

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("over");
    for (UpstreamFault fault : UpstreamFault.values()) {
      for (String kind : List.of("json", "sse")) {
        String model = fault.label() + "-" + kind;
        plan.routed(model)
            .channel(model + "-bad", model, plan.simulator(), 10)
            .channel(model + "-good", model, plan.simulator(), 5)
            .with("gateway.channel.@-" + model + "-bad.timeout.first-token", "PT0.5S")
            .with("gateway.channel.@-" + model + "-bad.timeout.total", "PT2S");
      }
    }
    tenant =
        plan.routed("refused")
            .channel("refused-bad", "refused", NOBODY.baseUrl(), 10)
            .channel("refused-good", "refused", plan.simulator(), 5)
            .models("first", "second", "third")
            .with("gateway.model.@-first.fallbacks", "@-second,@-third")
            .models("denied")
            .with("gateway.model.@-denied.fallbacks", "@-third")
            .start();
    for (UpstreamFault fault : UpstreamFault.values()) {
      tenant.simulator().on(upstream(fault, "json", "bad"), fault.json());
      tenant.simulator().on(upstream(fault, "sse", "bad"), fault.sse());
    }
  }

  @AfterAll
  static void stop() throws IOException {
    tenant.close();
    NOBODY.close();
  }

  @ParameterizedTest
  @EnumSource
  void anotherChannelGivesTheJsonAnswer(UpstreamFault fault) {
    Reply reply = tenant.postChat(fault.label() + "-json", "taken over");

    assertEquals("taken over", content(reply));
    assertEquals("2", reply.header("x-gateway-attempts"));
    assertEquals(upstream(fault, "json", "good"), reply.header("x-gateway-channel"));
    assertEquals(upstream(fault, "json", "good"), reply.header("x-gateway-model"));
  }

  @ParameterizedTest
  @EnumSource
  void anotherChannelGivesTheStream(UpstreamFault fault) {
    try (EventStream stream = tenant.streamChat(fault.label() + "-sse", "taken over")) {
      List<String> events = stream.rest();

      assertEquals(200, stream.status(), events.toString());
      assertEquals("taken over", EventStream.text(events));
      assertEquals("[DONE]", events.get(events.size() - 1));
      assertEquals("2", stream.header("x-gateway-attempts"));
      assertEquals(upstream(fault, "sse", "good"), stream.header("x-gateway-channel"));
    }
  }

  @Test
  void anotherChannelAnswersWhenNobodyListens() {
    Reply reply = tenant.postChat("refused", "taken over");

    assertEquals("taken over", content(reply));
    assertEquals("2", reply.header("x-gateway-attempts"));
  }

  @Test
  void anotherModelAnswersWhenAllChannelsOfTheFirstFail() {
    Script broken = Script.status(500).json("{\"error\":{\"message\":\"broken\"}}");
    tenant.simulator().on(tenant.model("first"), broken);
    tenant.simulator().on(tenant.model("second"), broken);

    Reply reply = tenant.postChat("first", "the third one");

    assertEquals("the third one", content(reply));
    assertEquals(tenant.model("third"), reply.header("x-gateway-model"));
  }

  @Test
  void aRequestThatIsItselfAtFaultIsNotTriedElsewhere() {
    tenant
        .simulator()
        .on(
            tenant.model("denied"),
            Script.status(400)
                .json(
                    "{\"error\":{\"message\":\"'top_p' is too large\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"top_p\",\"code\":null}}"));

    Reply reply = tenant.postChat("denied", "x").assertError(400, "invalid_request");

    assertEquals("top_p", reply.error().at("param").text());
    List<Exchange> tried = tenant.simulator().received().matching(e -> e.body().contains("\"x\""));
    assertTrue(tried.stream().allMatch(e -> e.model().equals(tenant.model("denied"))));
  }

  private static String upstream(UpstreamFault fault, String kind, String which) {
    return tenant.model(fault.label() + "-" + kind + "-" + which);
  }

  private static String content(Reply reply) {
    return reply.assertOk().json().at("choices", 0, "message", "content").text();
  }
}
