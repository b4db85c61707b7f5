package io.llmgateway.admin;

import io.llmgateway.admission.KeyQuery;
import io.llmgateway.admission.KeyRegistry;
import io.llmgateway.admission.KeyTerms;
import io.llmgateway.admission.KeyView;
import io.llmgateway.api.json.JsonBytes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;

/** API keys. The secret of a key is in the answer that makes it, and nowhere else. */
@Path("/admin/api/keys")
@ApplicationScoped
public class KeysResource {
  @Inject private KeyRegistry keys;

  @GET
  @Described(
      value = "API keys, by name, without their secrets.",
      query = {"account", "state", "declared"},
      pages = true,
      answer = "Key")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "account", "state", "declared");
    String state = query.oneOf("state", List.of("enabled", "disabled", "revoked"));
    String declared = query.oneOf("declared", List.of("true", "false"));
    List<KeyView> found =
        keys.list(
            new KeyQuery(
                query.text("account"),
                state == null ? null : KeyView.State.valueOf(state.toUpperCase(Locale.ROOT)),
                declared == null ? null : Boolean.valueOf(declared),
                query.limit() + 1,
                query.after()));
    return ListAnswer.page(
        found, query.limit(), KeyView::name, (key, out) -> members(key, out).end());
  }

  @POST
  @Described(
      value = "Makes a key; only this answer has its secret.",
      body = "NewKey",
      answer = "KeyWithSecret",
      status = 201)
  public Response create(@Context HttpServletRequest http) {
    KeyRegistry.Created made = keys.create(Operator.of(http), KeyBody.forNew(http));
    JsonBytes out = new JsonBytes(512);
    members(made.key(), out).text("secret", made.secret()).end();
    return ListAnswer.json(Response.status(Response.Status.CREATED), out);
  }

  @GET
  @Path("/{name}")
  @Described(value = "One key.", answer = "Key")
  public Response get(@Context UriInfo uri, @PathParam("name") String name) {
    ListQuery.none(uri);
    return answer(keys.get(name));
  }

  /** What is absent stays as it is; null takes it away. */
  @PUT
  @Path("/{name}")
  @Described(
      value = "Changes a key that is not declared; what is absent stays.",
      body = "KeyChange",
      answer = "Key")
  public Response change(@Context HttpServletRequest http, @PathParam("name") String name) {
    return answer(keys.change(Operator.of(http), name, KeyBody.forChange(http)));
  }

  @DELETE
  @Path("/{name}")
  @Described(value = "Ends a key for ever; what it has used stays readable.", answer = "Key")
  public Response revoke(@Context HttpServletRequest http, @PathParam("name") String name) {
    keys.revoke(Operator.of(http), name);
    return answer(keys.get(name));
  }

  private static Response answer(KeyView key) {
    JsonBytes out = new JsonBytes(512);
    members(key, out).end();
    return ListAnswer.json(Response.ok(), out);
  }

  private static Members members(KeyView key, JsonBytes out) {
    KeyTerms terms = key.terms();
    Members members =
        Members.of("api_key", out)
            .text("name", key.name())
            .text("account", terms.account())
            .flag("declared", key.declared())
            .text("state", key.state().name().toLowerCase(Locale.ROOT))
            .texts("models", terms.models())
            .number("requests_per_minute", limit(terms.requestsPerMinute()))
            .number("tokens_per_minute", limit(terms.tokensPerMinute()))
            .number("concurrent", limit(terms.concurrent()))
            .sum("budget_amount", terms.budget() == null ? null : terms.budget().amount())
            .text(
                "budget_period",
                terms.budget() == null ? null : terms.budget().period().toString());
    return members.time("expires_at", terms.expires()).time("created_at", key.createdAt());
  }

  private static Long limit(long value) {
    return value == 0 ? null : value;
  }
}
