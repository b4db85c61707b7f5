package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.audit.AuditQuery;
import io.llmgateway.audit.AuditTrail;
import io.llmgateway.audit.AuditView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Who changed what, oldest first. */
@Path("/admin/api/audit")
@ApplicationScoped
public class AuditResource {
  @Inject private AuditTrail trail;

  @GET
  @Described(
      value = "Who changed what, oldest first.",
      query = {"principal", "action", "subject", "from", "to"},
      pages = true,
      answer = "AuditEvent")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "principal", "action", "subject", "from", "to");
    return ListAnswer.page(
        trail.list(
            new AuditQuery(
                query.text("principal"),
                query.text("action"),
                query.text("subject"),
                query.time("from"),
                query.time("to"),
                query.limit() + 1,
                query.after())),
        query.limit(),
        AuditView::id,
        AuditResource::write);
  }

  private static void write(AuditView event, JsonBytes out) {
    Members.of("audit_event", out)
        .text("id", event.id())
        .time("at", event.at())
        .text("principal", event.principal())
        .text("action", event.action())
        .text("subject", event.subject())
        .json("details", event.details())
        .end();
  }
}
