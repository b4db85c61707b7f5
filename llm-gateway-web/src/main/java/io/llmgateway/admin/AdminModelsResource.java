package io.llmgateway.admin;

import io.llmgateway.ModelOperations;
import io.llmgateway.ModelView;
import io.llmgateway.api.json.JsonBytes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is known of models, and where from. What is said here stands before the configuration, which
 * stands before the catalogue.
 */
@Path("/admin/api/models")
@ApplicationScoped
public class AdminModelsResource {
  private static final Set<String> NUMBERS =
      Set.of("context-window", "max-output-tokens", "max-tools", "schema-depth");
  private static final Set<String> LISTS = Set.of("capabilities", "modalities");

  @Inject private ModelOperations operations;

  @GET
  @Described(
      value = "Models with their facts and where each comes from, by name.",
      query = {"provider", "overridden"},
      pages = true,
      answer = "ModelFacts")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "provider", "overridden");
    String provider = query.text("provider");
    String overridden = query.oneOf("overridden", List.of("true", "false"));
    String after = query.after();
    List<ModelView> found =
        operations.list().stream()
            .filter(model -> after == null || model.model().compareTo(after) > 0)
            .filter(model -> provider == null || model.providers().contains(provider))
            .filter(
                model ->
                    overridden == null || overridden.equals("true") == (model.changedAt() != null))
            .limit(query.limit() + 1L)
            .toList();
    return ListAnswer.page(found, query.limit(), ModelView::model, AdminModelsResource::write);
  }

  @GET
  @Path("/{model:.+}")
  @Described(value = "One model, by any of its names.", answer = "ModelFacts")
  public Response get(@Context UriInfo uri, @PathParam("model") String model) {
    ListQuery.none(uri);
    return answer(operations.get(model));
  }

  /** What is absent stays as it is; null takes it away. */
  @PUT
  @Path("/{model:.+}")
  @Described(
      value = "Sets facts of a model; what is absent stays, null takes away.",
      body = "ModelFactsChange",
      answer = "ModelFacts")
  public Response change(@Context HttpServletRequest http, @PathParam("model") String model) {
    return answer(operations.change(Operator.of(http), model, ModelBody.read(http)));
  }

  @DELETE
  @Path("/{model:.+}")
  @Described(
      value = "Takes away all that was said here of a model; answers what held until now.",
      answer = "ModelFacts")
  public Response reset(@Context HttpServletRequest http, @PathParam("model") String model) {
    return answer(operations.reset(Operator.of(http), model));
  }

  private static Response answer(ModelView model) {
    JsonBytes out = new JsonBytes(1_024);
    write(model, out);
    return ListAnswer.json(Response.ok(), out);
  }

  private static void write(ModelView model, JsonBytes out) {
    Members.of("model_facts", out)
        .text("id", model.model())
        .texts("providers", model.providers())
        .json("facts", facts(model.facts()))
        .text("problem", model.problem())
        .time("created_at", model.createdAt())
        .time("changed_at", model.changedAt())
        .end();
  }

  private static String facts(Map<String, ModelView.Fact> facts) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    facts.forEach(
        (setting, fact) ->
            json.add(
                setting.replace('-', '_'),
                Json.createObjectBuilder()
                    .add("value", value(setting, fact.value()))
                    .add("source", fact.source().name().toLowerCase(Locale.ROOT))));
    return json.build().toString();
  }

  private static JsonValue value(String setting, String value) {
    if (value == null) {
      return JsonValue.NULL;
    }
    if (NUMBERS.contains(setting)) {
      return Json.createValue(Long.parseLong(value));
    }
    if (LISTS.contains(setting)) {
      JsonArrayBuilder words = Json.createArrayBuilder();
      Arrays.stream(value.split(",")).map(String::trim).forEach(words::add);
      return words.build();
    }
    return Json.createValue(value);
  }
}
