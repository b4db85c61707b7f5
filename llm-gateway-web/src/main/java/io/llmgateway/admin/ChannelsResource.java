package io.llmgateway.admin;

import io.llmgateway.ChannelOperations;
import io.llmgateway.ChannelView;
import io.llmgateway.Probes;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
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
import java.util.Map;

/**
 * Channels: accounts at providers. The configuration's own are read here and switched; others are
 * made here. A credential goes in and never comes out.
 */
@Path("/admin/api/channels")
@ApplicationScoped
public class ChannelsResource {
  @Inject private ChannelOperations operations;

  @GET
  @Described(
      value = "Channels, by name, without their credentials.",
      query = {"provider", "state", "declared"},
      pages = true,
      answer = "Channel")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "provider", "state", "declared");
    String provider = query.text("provider");
    String state = query.oneOf("state", List.of("enabled", "disabled"));
    String declared = query.oneOf("declared", List.of("true", "false"));
    String after = query.after();
    List<ChannelView> found =
        operations.list().stream()
            .filter(channel -> after == null || channel.name().compareTo(after) > 0)
            .filter(channel -> provider == null || provider.equals(channel.provider()))
            .filter(channel -> state == null || state.equals("enabled") == channel.enabled())
            .filter(channel -> declared == null || declared.equals("true") == channel.declared())
            .limit(query.limit() + 1L)
            .toList();
    return ListAnswer.page(found, query.limit(), ChannelView::name, ChannelsResource::write);
  }

  @POST
  @Described(value = "Makes a channel.", body = "NewChannel", answer = "Channel", status = 201)
  public Response create(@Context HttpServletRequest http) {
    ChannelBody.Said said = ChannelBody.read(http);
    if (said.name() == null) {
      throw ChangeBody.invalid("name", "it is required");
    }
    ChannelView made = operations.create(Operator.of(http), said.name(), said.settings());
    if (Boolean.FALSE.equals(said.enabled())) {
      made = operations.enable(Operator.of(http), said.name(), false);
    }
    return answer(Response.status(Response.Status.CREATED), made);
  }

  @GET
  @Path("/{name}")
  @Described(value = "One channel.", answer = "Channel")
  public Response get(@Context UriInfo uri, @PathParam("name") String name) {
    ListQuery.none(uri);
    return answer(Response.ok(), operations.get(name));
  }

  /** What is absent stays as it is; null takes it away. */
  @PUT
  @Path("/{name}")
  @Described(
      value = "Changes a channel that is not declared; what is absent stays.",
      body = "ChannelChange",
      answer = "Channel")
  public Response change(@Context HttpServletRequest http, @PathParam("name") String name) {
    ChannelBody.Said said = ChannelBody.read(http);
    if (said.name() != null && !said.name().equals(name)) {
      throw ChangeBody.invalid("name", "a channel keeps its name");
    }
    ChannelView changed = operations.change(Operator.of(http), name, said.settings());
    if (said.enabled() != null) {
      changed = operations.enable(Operator.of(http), name, said.enabled());
    }
    return answer(Response.ok(), changed);
  }

  @DELETE
  @Path("/{name}")
  @Described(value = "Removes a channel that is not declared.", answer = "Channel")
  public Response remove(@Context HttpServletRequest http, @PathParam("name") String name) {
    ChannelView removed = operations.get(name);
    operations.remove(Operator.of(http), name);
    return answer(Response.ok(), removed);
  }

  @PUT
  @Path("/{name}/state")
  @Described(
      value = "Switches a channel on or off, also a declared one, on all nodes.",
      body = "ChannelState",
      answer = "Channel")
  public Response state(@Context HttpServletRequest http, @PathParam("name") String name) {
    ChangeBody body = ChangeBody.of(http, "state");
    body.field("state").required();
    return answer(Response.ok(), operations.enable(Operator.of(http), name, body.enabled("state")));
  }

  /** Without a body, the first model with the first key. */
  @POST
  @Path("/{name}/test")
  @Described(
      value = "Calls the channel for real, with a short prompt; its cost is booked.",
      body = "ChannelTest",
      answer = "ChannelTestResult")
  public Response test(@Context HttpServletRequest http, @PathParam("name") String name) {
    boolean plain = http.getContentLengthLong() == 0 || http.getContentType() == null;
    ChangeBody body = plain ? null : ChangeBody.of(http, "model", "key");
    String model = plain ? null : body.text("model", 200);
    boolean keyed = !plain && body.field("key").present();
    int key = keyed ? (int) body.field("key").whole(1, 1_000) : 1;
    Probes.Result found = operations.test(name, model, key);
    JsonBytes out = new JsonBytes(512);
    Members.of("channel_test", out)
        .text("channel", name)
        .text("model", found.candidate().upstreamModel())
        .number("key", (long) key)
        .flag("ok", found.outcome() == Outcome.OK)
        .text("outcome", found.outcome().name().toLowerCase(Locale.ROOT))
        .number("latency_ms", found.duration().toMillis())
        .number("first_token_ms", found.firstToken() == null ? null : found.firstToken().toMillis())
        .text("error", found.message())
        .text("request_id", found.callId())
        .end();
    return ListAnswer.json(Response.ok(), out);
  }

  private static Response answer(Response.ResponseBuilder response, ChannelView channel) {
    JsonBytes out = new JsonBytes(512);
    write(channel, out);
    return ListAnswer.json(response, out);
  }

  private static void write(ChannelView channel, JsonBytes out) {
    Members.of("channel", out)
        .text("name", channel.name())
        .flag("declared", channel.declared())
        .text("state", channel.enabled() ? "enabled" : "disabled")
        .text("provider", channel.provider())
        .text("base_url", channel.baseUrl())
        .texts("models", channel.models())
        .number("priority", (long) channel.priority())
        .number("weight", (long) channel.weight())
        .number("keys", (long) channel.keys())
        .json("settings", settings(channel.settings()))
        .text("problem", channel.problem())
        .time("created_at", channel.createdAt())
        .time("changed_at", channel.changedAt())
        .end();
  }

  private static String settings(Map<String, String> settings) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    settings.forEach((setting, value) -> json.add(setting.replace('-', '_'), value));
    return json.build().toString();
  }
}
