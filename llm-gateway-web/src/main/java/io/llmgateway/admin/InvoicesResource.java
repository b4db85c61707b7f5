package io.llmgateway.admin;

import io.llmgateway.ledger.Invoice;
import io.llmgateway.ledger.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The invoices that were issued, oldest first. */
@Path("/admin/api/invoices")
@ApplicationScoped
public class InvoicesResource {
  @Inject private Statements statements;

  @GET
  @Described(
      value = "The invoices that were issued, oldest first.",
      query = "account",
      pages = true,
      csv = true,
      answer = "Invoice")
  public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
    ListQuery query = ListQuery.of(uri, "account");
    return ListAnswer.page(
        statements.invoices(query.text("account"), query.limit() + 1, query.after()),
        query.limit(),
        Invoice::id,
        StatementDocument.INVOICE,
        headers,
        "invoices");
  }
}
