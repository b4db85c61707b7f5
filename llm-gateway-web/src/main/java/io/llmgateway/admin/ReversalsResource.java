package io.llmgateway.admin;

import io.llmgateway.ledger.Bookkeeper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Takes an entry of the journal back; of a call's settlement, as a refund. */
@Path("/admin/api/ledger/entries/{id}/reversal")
@ApplicationScoped
public class ReversalsResource {
  @Inject private Bookkeeper books;

  @POST
  @Described(
      value = "Takes an entry back, at most once.",
      body = "NewReversal",
      answer = "JournalEntry",
      status = 201)
  public Response reverse(@Context HttpServletRequest http, @PathParam("id") String id) {
    ChangeBody body = ChangeBody.of(http, "reference", "reason");
    return EntryAnswer.booked(
        books.reverse(
            id, MoneyBody.optionalReference(body), Operator.of(http), MoneyBody.reason(body)));
  }
}
