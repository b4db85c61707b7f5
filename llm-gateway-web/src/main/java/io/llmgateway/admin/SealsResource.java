package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Seal;
import io.llmgateway.ledger.Seals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** The daily seals of the ledger, newest first, to be kept elsewhere. */
@Path("/admin/api/ledger/seals")
@ApplicationScoped
public class SealsResource {
  @Inject private Seals seals;

  @GET
  @Described(value = "Seals, by day.", pages = true, answer = "LedgerSeal")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri);
    return ListAnswer.page(
        seals.list(query.date("after"), query.limit() + 1),
        query.limit(),
        seal -> seal.date().toString(),
        SealAnswer::write);
  }

  /** Today's seal: it is made when there is none yet. */
  @POST
  @Described(
      value = "Today's seal over all chains; it is made when there is none yet.",
      body = "Object",
      answer = "LedgerSeal")
  public Response make(@Context HttpServletRequest http) {
    ChangeBody.of(http);
    return answer(seals.make(Operator.of(http)));
  }

  @GET
  @Path("/{date}")
  @Described(value = "The seal of one day.", answer = "LedgerSeal")
  public Response get(@Context UriInfo uri, @PathParam("date") String date) {
    ListQuery.none(uri);
    try {
      return answer(seals.get(LocalDate.parse(date)));
    } catch (DateTimeParseException e) {
      throw ListQuery.invalid("date", "expected a date such as 2026-01-31");
    }
  }

  private static Response answer(Seal seal) {
    JsonBytes out = new JsonBytes(1024);
    SealAnswer.write(seal, out);
    return ListAnswer.json(Response.ok(), out);
  }
}
