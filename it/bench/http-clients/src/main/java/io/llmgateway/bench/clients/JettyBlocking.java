package io.llmgateway.bench.clients;

import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;

/** Jetty HttpClient 12 through its blocking calls. */
final class JettyBlocking implements Contender.Blocking {
  private final HttpClient client;
  private final String base;

  JettyBlocking(String base) throws Exception {
    this.base = base;
    this.client = started();
  }

  static HttpClient started() throws Exception {
    HttpClient client = new HttpClient();
    client.setConnectTimeout(10_000);
    client.setIdleTimeout(60_000);
    client.setFollowRedirects(false);
    client.setMaxConnectionsPerDestination(2_000);
    client.setMaxRequestsQueuedPerDestination(2_000);
    client.start();
    client.getContentDecoderFactories().clear();
    return client;
  }

  static Request request(HttpClient client, String uri, byte[] body) {
    return client
        .POST(uri)
        .timeout(60, TimeUnit.SECONDS)
        .headers(headers -> headers.put("Authorization", "Bearer sk-0123456789"))
        .body(new BytesRequestContent("application/json", body));
  }

  @Override
  public int post(byte[] body) throws Exception {
    return request(client, base + "/post", body).send().getContent().length;
  }

  @Override
  public int stream(byte[] body, String path) throws Exception {
    InputStreamResponseListener listener = new InputStreamResponseListener();
    request(client, base + path, body).send(listener);
    listener.get(60, TimeUnit.SECONDS);
    try (InputStream in = listener.getInputStream()) {
      return EventCounter.drain(in);
    }
  }
}
