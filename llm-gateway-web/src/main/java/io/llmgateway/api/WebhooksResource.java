package io.llmgateway.api;

import io.llmgateway.PaymentNotifications;
import io.llmgateway.api.exchange.RawBody;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.payment.PaypalSignature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/**
 * Notifications of payment services. The caller is known by the signature of the body alone, so the
 * body is taken as it comes, byte by byte.
 */
@Path("/webhooks")
@ApplicationScoped
public class WebhooksResource {
  private static final int MOST_BYTES = 256 << 10;
  private static final byte[] RECEIVED = "{\"received\":true}".getBytes(StandardCharsets.US_ASCII);

  @Inject private PaymentNotifications notifications;

  @POST
  @Path("/stripe")
  public Response stripe(@Context HttpServletRequest http) {
    requireOn(notifications.takesStripe());
    notifications.stripe(http.getHeader("stripe-signature"), RawBody.read(http, MOST_BYTES));
    return received();
  }

  @POST
  @Path("/paypal")
  public Response paypal(@Context HttpServletRequest http) {
    requireOn(notifications.takesPaypal());
    notifications.paypal(
        new PaypalSignature.Headers(
            http.getHeader("paypal-transmission-id"),
            http.getHeader("paypal-transmission-time"),
            http.getHeader("paypal-transmission-sig"),
            http.getHeader("paypal-auth-algo")),
        RawBody.read(http, MOST_BYTES));
    return received();
  }

  /** Nobody's body is read for a service that is off. */
  private static void requireOn(boolean on) {
    if (!on) {
      throw new ChatException.Final(ErrorCode.NOT_FOUND, "There is nothing at this path.");
    }
  }

  private static Response received() {
    return Response.ok(RECEIVED).type(MediaType.APPLICATION_JSON_TYPE).build();
  }
}
