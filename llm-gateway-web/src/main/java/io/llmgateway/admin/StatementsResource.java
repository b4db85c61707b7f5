package io.llmgateway.admin;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.AccountStatement;
import io.llmgateway.ledger.Invoice;
import io.llmgateway.ledger.Month;
import io.llmgateway.ledger.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.util.List;

/** An account's month: as JSON, CSV or PDF; and its issue as an invoice. */
@Path("/admin/api/accounts/{name}/statements/{month}")
@ApplicationScoped
public class StatementsResource {
  private static final MediaType CSV = new MediaType("text", "csv", "utf-8");
  private static final MediaType PDF = new MediaType("application", "pdf");

  @Inject private Statements statements;

  @GET
  @Described(
      value =
          "One account's month: opening balance, entries, usage by model, key and price, closing"
              + " balance. Also as text/csv and application/pdf.",
      csv = true,
      answer = "Statement")
  public Response get(
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @PathParam("name") String name,
      @PathParam("month") String text) {
    ListQuery.none(uri);
    Month month = month(text);
    MediaType type = wanted(headers);
    AccountStatement statement = statements.get(name, month);
    Invoice invoice = statements.invoice(name, month).orElse(null);
    if (type.equals(PDF)) {
      return file(StatementPdf.of(statement, invoice), PDF, statement, "pdf");
    }
    if (type.equals(CSV)) {
      return file(csv(statement), CSV, statement, "csv");
    }
    return ListAnswer.json(Response.ok(), StatementDocument.of(statement, invoice));
  }

  /** Gives a closed month its invoice number; again, it finds the number that the month has. */
  @POST
  @Path("/issue")
  @Described(
      value = "Gives a month that is over its invoice number, or finds the one that it has.",
      answer = "Statement")
  public Response issue(
      @Context HttpServletRequest http,
      @PathParam("name") String name,
      @PathParam("month") String text) {
    Month month = month(text);
    Invoice invoice = statements.issue(Operator.of(http), name, month);
    return ListAnswer.json(
        Response.ok(), StatementDocument.of(statements.get(name, month), invoice));
  }

  private static Month month(String text) {
    try {
      return Month.parse(text);
    } catch (DateTimeException e) {
      throw ListQuery.invalid("month", "expected a month such as 2026-10");
    }
  }

  private static MediaType wanted(HttpHeaders headers) {
    for (MediaType accepted : headers.getAcceptableMediaTypes()) {
      for (MediaType served : List.of(MediaType.APPLICATION_JSON_TYPE, CSV, PDF)) {
        if (accepted.isCompatible(served)) {
          return served;
        }
      }
    }
    throw new ChatException.Final(
        ErrorCode.NOT_ACCEPTABLE,
        "A statement is served as application/json, text/csv and application/pdf.");
  }

  private static byte[] csv(AccountStatement statement) {
    CsvLine out = new CsvLine();
    StatementLine.LINE.header(out);
    StatementLine.of(statement).forEach(line -> StatementLine.LINE.csv(line, out));
    return out.take();
  }

  private static Response file(
      byte[] content, MediaType type, AccountStatement statement, String ending) {
    String name = statement.account().replaceAll("[^A-Za-z0-9._-]", "_");
    return Response.ok(content)
        .type(type)
        .header(
            "content-disposition",
            "attachment; filename=\"statement-%s-%s.%s\""
                .formatted(name, statement.month(), ending))
        .header("cache-control", "no-store")
        .build();
  }
}
