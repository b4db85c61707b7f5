package io.llmgateway.provider.transport;

import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Builds the pool of connections: many, checked when they were idle for a moment (the check costs a
 * millisecond, so not each time), and gone after thirty seconds.
 */
final class UpstreamConnections extends PoolingHttpClientConnectionManagerBuilder {
  static final TimeValue CLOSE_AFTER_IDLE = TimeValue.ofSeconds(30);

  /** The attempt that a connection is opened for, in the context of the exchange. */
  static final String ATTEMPT = "llm-gateway.attempt";

  private static final int MAX_CONNECTIONS = 20_000;
  private static final TimeValue CHECK_AFTER_IDLE = TimeValue.ofMilliseconds(200);
  private static final int MAX_HEADER_LINE = 64 * 1024;
  private static final int MAX_HEADERS = 500;

  private UpstreamConnections() {}

  /**
   * @param names resolves host names, or null for the JDK's resolver
   */
  static PoolingHttpClientConnectionManager pool(DnsResolver names) {
    return new UpstreamConnections()
        .setDnsResolver(names)
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxLineLength(MAX_HEADER_LINE)
                        .setMaxHeaderCount(MAX_HEADERS)
                        .build())
                .build())
        .setTlsSocketStrategy(
            ClientTlsStrategyBuilder.create()
                .useSystemProperties()
                .setHostVerificationPolicy(HostnameVerificationPolicy.BUILTIN)
                .buildClassic())
        .setDefaultSocketConfig(
            SocketConfig.custom().setTcpNoDelay(true).setSoKeepAlive(true).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setValidateAfterInactivity(CHECK_AFTER_IDLE)
                .setIdleTimeout(Timeout.of(CLOSE_AFTER_IDLE.toDuration()))
                .build())
        .build();
  }

  @Override
  protected HttpClientConnectionOperator createConnectionOperator(
      SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
    return new DefaultHttpClientConnectionOperator(
        ports,
        names,
        RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build()) {
      /** The library goes on to the host's next address when one fails, even if by abortion. */
      @Override
      protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
        if (context.getAttribute(ATTEMPT) instanceof Attempt attempt && attempt.aborted()) {
          throw new CancellationException();
        }
      }
    };
  }
}
