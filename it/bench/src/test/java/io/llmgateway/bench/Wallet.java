package io.llmgateway.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a gateway how much money is left, as any application can. */
final class Wallet {
  private static final Pattern BALANCE = Pattern.compile("\"balance\"\\s*:\\s*\"?(-?[0-9.]+)");

  private Wallet() {}

  static BigDecimal balance(Target gateway) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + "/v1/wallet"))
            .header("Authorization", "Bearer " + Requests.API_KEY)
            .build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher balance = BALANCE.matcher(answer);
    if (!balance.find()) {
      throw new IOException(gateway.name() + " says of its wallet: " + answer);
    }
    return new BigDecimal(balance.group(1));
  }
}
