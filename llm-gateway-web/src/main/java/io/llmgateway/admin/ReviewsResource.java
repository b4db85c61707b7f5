package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.moderation.ReviewCase;
import io.llmgateway.moderation.ReviewQuery;
import io.llmgateway.moderation.ReviewTable;
import io.llmgateway.moderation.ReviewView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;

/**
 * Calls that a content policy stopped, for a reviewer. Prompts and answers are personal data: only
 * admins see them, one at a time, and each look is on record.
 */
@Path("/admin/api/reviews")
@ApplicationScoped
public class ReviewsResource {
  private static final List<String> STATES = List.of("open", "upheld", "released");
  private static final List<String> DECISIONS = List.of("upheld", "released");
  private static final List<String> DIRECTIONS = List.of("prompt", "answer");
  private static final int LONGEST_COMMENT = 2_000;

  @Inject private ReviewTable table;

  @GET
  @Described(
      value = "Calls that a content policy stopped, without their texts, oldest first.",
      query = {"state", "model", "account", "direction", "call_id"},
      pages = true,
      answer = "Review")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "state", "model", "account", "direction", "call_id");
    return ListAnswer.page(
        table.list(
            new ReviewQuery(
                state(query.oneOf("state", STATES)),
                query.text("model"),
                query.text("account"),
                query.oneOf("direction", DIRECTIONS),
                query.text("call_id"),
                query.limit() + 1,
                query.after())),
        query.limit(),
        view -> view.stored().id(),
        (view, out) -> members(view, out).end());
  }

  @GET
  @Path("/{id}")
  @AdminsOnly
  @Described(value = "One case with prompt and answer; goes on record.", answer = "ReviewWithTexts")
  public Response get(
      @Context HttpServletRequest http, @Context UriInfo uri, @PathParam("id") String id) {
    ListQuery.none(uri);
    return withTexts(table.read(Operator.of(http), id));
  }

  @POST
  @Path("/{id}/decision")
  @Described(value = "Decides an open case, once.", body = "ReviewDecision", answer = "Review")
  public Response decide(@Context HttpServletRequest http, @PathParam("id") String id) {
    ChangeBody body = ChangeBody.of(http, "decision", "comment");
    String decision = body.field("decision").required().oneOf(DECISIONS);
    String comment = body.text("comment", LONGEST_COMMENT);
    return answer(table.decide(Operator.of(http), id, state(decision), comment));
  }

  @DELETE
  @Path("/{id}")
  @Described(value = "Removes a case with its texts before its time.", answer = "Review")
  public Response remove(@Context HttpServletRequest http, @PathParam("id") String id) {
    return answer(table.remove(Operator.of(http), id));
  }

  private static ReviewView.State state(String word) {
    return word == null ? null : ReviewView.State.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static Response answer(ReviewView view) {
    JsonBytes out = new JsonBytes(512);
    members(view, out).end();
    return ListAnswer.json(Response.ok(), out);
  }

  private static Response withTexts(ReviewView view) {
    JsonBytes out = new JsonBytes(4_096);
    members(view, out)
        .text("prompt", view.stored().prompt())
        .text("answer", view.stored().answer())
        .end();
    return ListAnswer.json(Response.ok(), out);
  }

  private static Members members(ReviewView view, JsonBytes out) {
    ReviewCase stored = view.stored();
    return Members.of("review", out)
        .text("id", stored.id())
        .text("state", view.state().name().toLowerCase(Locale.ROOT))
        .text("call_id", stored.callId())
        .text("request_id", stored.requestId())
        .text("account", stored.account())
        .text("key", stored.key())
        .text("requested_model", stored.requestedModel())
        .text("model", stored.model())
        .text("upstream_model", stored.upstreamModel())
        .text("provider", stored.provider())
        .text("channel", stored.channel())
        .text("direction", stored.direction())
        .text("reason", stored.reason())
        .flag("truncated", stored.truncated())
        .time("created_at", stored.createdAt())
        .time("decided_at", view.decidedAt())
        .text("decided_by", view.decidedBy())
        .text("comment", view.comment());
  }
}
