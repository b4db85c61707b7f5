package io.llmgateway.bench.clients;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Apache HttpClient 5, classic (blocking). */
final class ApacheClassic implements Contender.Blocking {
  private final CloseableHttpClient client =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                  .setMaxConnPerRoute(2_000)
                  .setMaxConnTotal(2_000)
                  .setDefaultConnectionConfig(
                      ConnectionConfig.custom()
                          .setConnectTimeout(Timeout.ofSeconds(10))
                          .setSocketTimeout(Timeout.ofSeconds(60))
                          .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                          .build())
                  .build())
          .setDefaultRequestConfig(
              RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(60)).build())
          .disableAutomaticRetries()
          .disableRedirectHandling()
          .disableCookieManagement()
          .disableAuthCaching()
          .disableContentCompression()
          .build();
  private final String base;

  ApacheClassic(String base) {
    this.base = base;
  }

  @Override
  public int post(byte[] body) throws IOException {
    return send("/post", body, response -> EntityUtils.toByteArray(response.getEntity()).length);
  }

  @Override
  public int stream(byte[] body, String path) throws IOException {
    return send(path, body, response -> EventCounter.drain(response.getEntity().getContent()));
  }

  private int send(String path, byte[] body, HttpClientResponseHandler<Integer> handler)
      throws IOException {
    HttpPost post = new HttpPost(base + path);
    post.addHeader("Authorization", "Bearer sk-0123456789");
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    return client.execute(post, handler);
  }
}
