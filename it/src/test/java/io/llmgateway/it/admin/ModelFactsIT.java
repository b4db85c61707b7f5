package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Facts of models, said through the admin API: before the configuration, and effective at once. */
class ModelFactsIT {
  private static final String MODELS = "/admin/api/models";

  private static Tenant tenant;
  private static Http admin;
  private static Http auditor;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("facts")
            .models("plain", "set", "wrong", "gone")
            .with("gateway.model.@-set.context-window", "1000")
            .with("gateway.model.@-set.max-tools", "7")
            .start();
    admin = Http.as(Operator.ADMIN, tenant.server());
    auditor = Http.as(Operator.AUDITOR, tenant.server());
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  private static String path(String model) {
    return MODELS + "/" + tenant.model(model);
  }

  private static Doc fact(Reply reply, String name) {
    return reply.assertOk().json().at("facts", name);
  }

  private static void says(Doc fact, String source, Object value) {
    assertEquals(source, fact.at("source").text(), fact::toString);
    assertEquals(String.valueOf(value), fact.at("value").toString(), fact::toString);
  }

  @Test
  void factsAreEffectiveAtOnceAndTheirSourceIsTold() {
    Reply before = auditor.get(path("set"));
    says(fact(before, "context_window"), "configuration", 1000);
    assertEquals("unknown", fact(before, "max_output_tokens").at("source").text());

    Reply said =
        admin.put(
            path("set"),
            "{\"context_window\":2000,\"max_output_tokens\":50,\"capabilities\":[\"tools\","
                + "\"vision\"],\"retires_on\":\"2031-01-31\",\"replacement\":\"other\"}");
    says(fact(said, "context_window"), "admin_api", 2000);
    says(fact(said, "max_tools"), "configuration", 7);
    assertEquals("derived", fact(said, "modalities").at("source").text(), said::toString);

    Doc listed = tenant.http().get("/v1/models/" + tenant.model("set")).assertOk().json();
    assertEquals(2000, listed.at("context_window").integer());
    assertEquals(50, listed.at("max_output_tokens").integer());
    assertTrue(listed.at("capabilities").toString().contains("vision"), listed::toString);
    assertEquals("2031-01-31", listed.at("retirement", "date").text());
    assertEquals("other", listed.at("retirement", "replacement").text());

    Reply less = admin.put(path("set"), "{\"context_window\":null}");
    says(fact(less, "context_window"), "configuration", 1000);
    says(fact(less, "max_output_tokens"), "admin_api", 50);

    admin.delete(path("set")).assertOk();
    assertNull(admin.get(path("set")).json().at("changed_at").text());
    assertFalse(
        tenant.http().get("/v1/models/" + tenant.model("set")).body().contains("2031-01-31"));
    admin.delete(path("set")).assertError(404, "not_found");

    Reply audit = admin.get("/admin/api/audit?limit=1000&subject=" + tenant.model("set"));
    assertEquals(3, audit.assertOk().json().at("data").items().size(), audit::toString);
    assertEquals("model.facts", audit.json().at("data", 0, "action").text());
    assertEquals(
        "2000",
        audit.json().at("data", 0, "details", "context-window", "to").text(),
        audit::toString);
  }

  @Test
  void aFactDecidesWhatIsAskedOfTheModel() {
    String image =
        "{\"model\":\""
            + tenant.model("plain")
            + "\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}]}";
    tenant.http().post("/v1/chat/completions", image).assertOk();
    admin.put(path("plain"), "{\"capabilities\":[\"tools\"]}").assertOk();
    assertEquals(400, tenant.http().post("/v1/chat/completions", image).status());
    admin.delete(path("plain")).assertOk();
    tenant.http().post("/v1/chat/completions", image).assertOk();
  }

  @Test
  void whatCanNotBeUsedIsRefusedByItsName() {
    Map<String, String> wrong =
        Map.of(
            "context_window", "0",
            "max_output_tokens", "\"many\"",
            "capabilities", "[\"flight\"]",
            "tool_calling", "\"loud\"",
            "modalities", "[\"smell\"]",
            "retires_on", "\"tomorrow\"",
            "base_model", "\"no-such-model-anywhere\"",
            "price", "1",
            "max_tools", "1.5",
            "filing", "{}");
    wrong.forEach(
        (name, value) -> {
          Reply refused = admin.put(path("wrong"), "{\"" + name + "\":" + value + "}");
          refused.assertError(400, "invalid_request");
          assertEquals(name, refused.error().at("param").text(), refused::toString);
        });
    assertNull(admin.get(path("wrong")).json().at("changed_at").text());
    admin.put(MODELS + "/nobody-sells-this", "{\"max_tools\":1}").assertError(404, "not_found");
    auditor.put(path("wrong"), "{\"max_tools\":1}").assertError(403, "permission_denied");
  }

  @Test
  void modelsAreListedAndFoundByAnyName() {
    admin.put(path("gone"), "{\"schema_depth\":5}").assertOk();
    List<Doc> overridden =
        admin.get(MODELS + "?limit=1000&overridden=true").assertOk().json().at("data").items();
    assertTrue(
        overridden.stream().anyMatch(m -> m.at("id").text().equals(tenant.model("gone"))),
        overridden.toString());
    Reply qualified = admin.get(MODELS + "/openai-compatible/" + tenant.model("gone"));
    assertEquals(tenant.model("gone"), qualified.assertOk().json().at("id").text());
    says(fact(qualified, "schema_depth"), "admin_api", 5);
    admin.delete(path("gone")).assertOk();
  }
}
