package io.llmgateway.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Timeouts;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static Places places(Map<String, String> options, Map<String, String> card) {
    return new Places(
        new Endpoint("c", URI.create("http://h"), "k", Timeouts.DEFAULT, options), card);
  }

  @Test
  void fillsThePathWithTheModelAndOptions() {
    assertEquals(
        "/projects/p/models/a%3Ab%2Fc",
        places(Map.of("project", "p"), Map.of("project", "other"))
            .path("/projects/{project}/models/{model}", "a:b/c"));
  }

  @Test
  void fillsTheQueryAndLeavesOutWhatIsNotSet() {
    String template = "/chat?api-version={api-version}&GroupId={group-id}";
    assertEquals(
        "/chat?api-version=2024-10-21&GroupId=12",
        places(Map.of("group-id", "12"), Map.of("api-version", "2024-10-21")).path(template, "m"));
    assertEquals(
        "/chat?GroupId=12", places(Map.of("group-id", "12"), Map.of()).path(template, "m"));
    assertEquals("/chat", places(Map.of(), Map.of()).path(template, "m"));
  }

  @Test
  void saysWhichSettingAPathNeeds() {
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> places(Map.of(), Map.of()).path("/projects/{project}", "m"));
    assertTrue(missing.getMessage().contains("gateway.channel.c.project"), missing.getMessage());
  }

  @Test
  void sendsHeadersThatHaveAValue() {
    assertEquals(
        Map.of("A", "1", "W", "ws"),
        places(Map.of("workspace", "ws"), Map.of()).headers("A=1,W={workspace},O={organization}"));
  }
}
