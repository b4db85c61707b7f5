package io.llmgateway.api;

import io.llmgateway.admission.Caller;
import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.routing.PublicModel;
import io.llmgateway.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The models that this key may call. */
@Path("/v1/models")
@RequiresApiKey
@ApplicationScoped
public class ModelsResource {
  @Inject private Router router;
  @Inject private ModelDocument document;

  @GET
  public Response list(@Context HttpServletRequest http) {
    Caller caller = Exchange.of(http).caller();
    JsonBytes out = new JsonBytes(4096).ascii("{\"object\":\"list\",\"data\":[");
    String separator = "";
    for (PublicModel model : router.models()) {
      if (caller.models().allows(model.id())) {
        out.ascii(separator);
        document.write(model, out);
        separator = ",";
      }
    }
    return json(out.ascii("]}"));
  }

  /**
   * @param id may hold slashes
   */
  @GET
  @Path("{id: .+}")
  public Response one(@Context HttpServletRequest http, @PathParam("id") String id) {
    Caller caller = Exchange.of(http).caller();
    PublicModel model =
        router
            .model(id)
            .filter(m -> caller.models().allows(id) || caller.models().allows(m.id()))
            .orElseThrow(() -> notFound(id));
    JsonBytes out = new JsonBytes(512);
    document.write(model, out);
    return json(out);
  }

  private static Response json(JsonBytes out) {
    return Response.ok(out.toByteArray()).type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static ChatException notFound(String id) {
    return new ChatException.Final(
        ErrorCode.MODEL_NOT_FOUND,
        "The model '%s' does not exist, or you do not have access to it.".formatted(id),
        "model");
  }
}
