package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.PaymentBooks;
import io.llmgateway.ledger.PaymentOrder;
import io.llmgateway.ledger.PaymentOrderQuery;
import io.llmgateway.ledger.Payments;
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
import java.util.List;

/** What is to be paid for an account; a payment service says when it has been. */
@Path("/admin/api/orders")
@ApplicationScoped
public class OrdersResource {
  @Inject private Payments payments;

  @GET
  @Described(
      value = "Orders, oldest first.",
      query = {"account", "state"},
      pages = true,
      answer = "PaymentOrder")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "account", "state");
    String state = query.oneOf("state", List.of("open", "paid"));
    return ListAnswer.page(
        payments.orders(
            new PaymentOrderQuery(
                query.text("account"),
                state == null ? null : state.equals("paid"),
                query.limit() + 1,
                query.after())),
        query.limit(),
        PaymentOrder::id,
        OrdersResource::write);
  }

  @POST
  @Described(
      value = "Makes an order, once per reference.",
      body = "NewPaymentOrder",
      answer = "PaymentOrder",
      status = 201)
  public Response create(@Context HttpServletRequest http) {
    ChangeBody body = ChangeBody.of(http, "account", "amount", "currency", "reference");
    PaymentBooks.Ordered made =
        payments.order(
            Operator.of(http),
            body.requiredText("account", 100),
            new Amount(MoneyBody.amount(body), body.currency("currency")),
            MoneyBody.reference(body));
    return answer(made.order(), made.first() ? Response.Status.CREATED : Response.Status.OK);
  }

  @GET
  @Path("/{id}")
  @Described(value = "One order.", answer = "PaymentOrder")
  public Response get(@Context UriInfo uri, @PathParam("id") String id) {
    ListQuery.none(uri);
    return answer(payments.order(id), Response.Status.OK);
  }

  private static Response answer(PaymentOrder order, Response.Status status) {
    JsonBytes out = new JsonBytes(512);
    write(order, out);
    return ListAnswer.json(Response.status(status), out);
  }

  private static void write(PaymentOrder order, JsonBytes out) {
    Members.of("payment_order", out)
        .text("id", order.id())
        .text("account", order.account())
        .text("state", order.paid() ? "paid" : "open")
        .sum("amount", order.amount().value())
        .text("currency", order.amount().currency())
        .text("reference", order.reference())
        .text("principal", order.principal())
        .time("created_at", order.createdAt())
        .text("service", order.service())
        .text("payment", order.payment())
        .text("entry", order.entryId())
        .time("paid_at", order.paidAt())
        .sum("refunded", order.refunded().value())
        .end();
  }
}
