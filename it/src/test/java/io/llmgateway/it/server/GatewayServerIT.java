package io.llmgateway.it.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class GatewayServerIT {

  @Test
  void answersAtTheRootContext() throws Exception {
    GatewayServer server = GatewayServer.shared();
    HttpRequest request = HttpRequest.newBuilder(server.baseUri().resolve("/v1/models")).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(401, answer.statusCode());
  }
}
