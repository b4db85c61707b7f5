package io.llmgateway.api;

import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.api.json.Sums;
import io.llmgateway.ledger.WalletView;
import io.llmgateway.ledger.Wallets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What the account of this key has. Sums are JSON numbers with all their digits. */
@Path("/v1/wallet")
@RequiresApiKey
@ApplicationScoped
public class WalletResource {
  @Inject private Wallets wallets;

  @GET
  public Response view(@Context HttpServletRequest http) {
    String account = Exchange.of(http).caller().account();
    WalletView wallet = wallets.view(account);
    JsonBytes out =
        new JsonBytes(256)
            .ascii("{\"object\":\"wallet\",\"account\":")
            .string(account)
            .ascii(",\"balance\":")
            .ascii(Sums.written(wallet.balance()))
            .ascii(",\"held\":")
            .ascii(Sums.written(wallet.held()))
            .ascii(",\"available\":")
            .ascii(Sums.written(wallet.available()))
            .ascii(",\"currency\":")
            .string(wallet.balance().currency())
            .ascii("}");
    return Response.ok(out.toByteArray()).type(MediaType.APPLICATION_JSON_TYPE).build();
  }
}
