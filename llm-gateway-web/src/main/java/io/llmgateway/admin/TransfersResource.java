package io.llmgateway.admin;

import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.Bookkeeper;
import io.llmgateway.ledger.EntryRequest;
import io.llmgateway.ledger.JournalEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Money that goes from one account to another of the same organisation. */
@Path("/admin/api/transfers")
@ApplicationScoped
public class TransfersResource {
  @Inject private Bookkeeper books;

  @POST
  @Described(
      value = "Moves money between two accounts of one organisation, once per reference.",
      body = "NewTransfer",
      answer = "JournalEntry",
      status = 201)
  public Response transfer(@Context HttpServletRequest http) {
    ChangeBody body =
        ChangeBody.of(http, "from", "to", "amount", "currency", "reference", "reason");
    return EntryAnswer.booked(
        books.book(
            new EntryRequest(
                JournalEntry.Kind.TRANSFER,
                body.requiredText("from", 100),
                body.requiredText("to", 100),
                new Amount(MoneyBody.amount(body), body.currency("currency")),
                null,
                MoneyBody.reference(body),
                Operator.of(http),
                MoneyBody.reason(body))));
  }
}
