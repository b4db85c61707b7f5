package io.llmgateway.admin;

import io.llmgateway.HttpConfiguration;
import io.llmgateway.Routes;
import io.llmgateway.admission.Caller;
import io.llmgateway.admission.KeyRegistry;
import io.llmgateway.admission.KeyTerms;
import io.llmgateway.admission.ModelPatterns;
import io.llmgateway.api.chat.ChatRequestReader;
import io.llmgateway.api.exchange.RequestBody;
import io.llmgateway.api.json.Field;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.routing.Decision;
import io.llmgateway.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** Which way a request would go, and why. */
@Path("/admin/api/routes")
@ApplicationScoped
public class RoutesResource {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final int MOST = 1_000;
  private static final int LONGEST_NAME = 100;

  @Inject private HttpConfiguration configuration;
  @Inject private KeyRegistry keys;
  @Inject private Routes routes;

  /** Takes a chat request, and beside it who would send it: {@code key}, or {@code account}. */
  @POST
  @Path("/explain")
  @Described(
      value = "The candidates that a chat request would be tried at, in order, and why.",
      body = "RouteQuestion",
      answer = "RouteExplanation")
  public Response explain(@Context HttpServletRequest http) {
    JsonObject body = RequestBody.of(http, configuration.current().maxBody()).read();
    Caller caller = caller(name(body, "key"), name(body, "account"));
    JsonObject chat = JSON.createObjectBuilder(body).remove("key").remove("account").build();
    ChatRequest request = ChatRequestReader.read(chat);
    Decision decision = routes.explain(caller, request);
    JsonObjectBuilder out =
        JSON.createObjectBuilder()
            .add("object", "route_explanation")
            .add("account", caller.account());
    routes.explanation(decision, request, MOST).forEach(out::add);
    if (decision.refused()) {
      out.add("error", error(Router.refusal(decision)));
    }
    byte[] document = out.build().toString().getBytes(StandardCharsets.UTF_8);
    return ListAnswer.json(Response.ok(), new JsonBytes(document.length).raw(document));
  }

  private static JsonObject error(ChatException.Final refusal) {
    return JSON.createObjectBuilder()
        .add("code", refusal.code().code())
        .add("message", refusal.getMessage())
        .add("param", refusal.param())
        .build();
  }

  private Caller caller(String key, String account) {
    if (key == null && account == null) {
      throw ChangeBody.invalid("account", "the name of an account, or of a key, is needed");
    }
    if (key == null) {
      return new Caller("", account, ModelPatterns.ALL);
    }
    KeyTerms terms = keys.get(key).terms();
    if (account != null && !account.equals(terms.account())) {
      throw ChangeBody.invalid("account", "the key belongs to another account");
    }
    return new Caller(key, terms.account(), new ModelPatterns(terms.models()));
  }

  private static String name(JsonObject body, String field) {
    Field name = Field.of(body, field);
    if (!name.present()) {
      return null;
    }
    if (name.nonEmptyText().length() > LONGEST_NAME) {
      throw ChangeBody.invalid(field, "expected at most " + LONGEST_NAME + " characters");
    }
    return name.text();
  }
}
