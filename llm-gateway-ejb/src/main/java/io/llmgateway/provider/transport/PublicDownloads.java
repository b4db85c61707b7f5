package io.llmgateway.provider.transport;

import io.llmgateway.chat.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches documents from addresses that a client names, and nothing that the client could not fetch
 * itself: public addresses only, looked at when the connection is made, on each redirect anew; no
 * credentials, no cookies, no proxy; so many bytes and seconds at most.
 */
public final class PublicDownloads implements AutoCloseable {
  private static final int REDIRECTS = 3;
  private static final int OK = 200;
  private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PORTS = Set.of(-1, 80, 443);
  private static final Timeout CONNECT = Timeout.ofSeconds(5);
  private static final Timeout PAUSE = Timeout.ofSeconds(10);
  private static final long WHOLE_SECONDS = 30;
  private static final int HEADER_LINE = 16 * 1024;
  private static final int HEADERS = 100;
  private static final int AT_ONCE = 100;

  private final CloseableHttpClient client;
  private final Predicate<URI> allowed;
  private final ScheduledThreadPoolExecutor deadlines;

  public PublicDownloads() {
    this(PublicAddresses::contain, uri -> PORTS.contains(uri.getPort()));
  }

  /** For tests, whose servers have no public addresses. */
  PublicDownloads(Predicate<InetAddress> addresses, Predicate<URI> uris) {
    allowed = uris;
    client = client(new PublicNames(SystemDefaultDnsResolver.INSTANCE, addresses));
    deadlines =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "llm-gateway-downloads");
              thread.setDaemon(true);
              return thread;
            });
    deadlines.setRemoveOnCancelPolicy(true);
  }

  private static CloseableHttpClient client(PublicNames names) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                .setMaxConnTotal(AT_ONCE)
                .setMaxConnPerRoute(AT_ONCE)
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                            Http1Config.custom()
                                .setMaxLineLength(HEADER_LINE)
                                .setMaxHeaderCount(HEADERS)
                                .build())
                        .build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(PAUSE)
                        .build())
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(CONNECT)
                .setResponseTimeout(PAUSE)
                .build())
        .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  /**
   * @param uri with the scheme http or https
   * @param most bytes
   * @return the document
   * @throws IOException when there is none, it is too large, or the address is not allowed; the
   *     message tells nothing of what is at the address
   */
  public byte[] get(URI uri, int most, Cancellation cancellation) throws IOException {
    URI at = uri;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WHOLE_SECONDS);
    for (int hops = 0; hops <= REDIRECTS; hops++) {
      check(at);
      HttpGet request = new HttpGet(at);
      long left = Math.max(0, end - System.nanoTime());
      ScheduledFuture<?> late = deadlines.schedule(request::abort, left, TimeUnit.NANOSECONDS);
      try (Cancellation.Registration cancelled = cancellation.onCancel(request::abort)) {
        Fetched fetched = client.execute(request, response -> read(response, most));
        if (fetched.moved() == null) {
          return fetched.bytes();
        }
        at = resolve(at, fetched.moved());
      } finally {
        late.cancel(false);
      }
    }
    throw new IOException("it is redirected too often");
  }

  /**
   * @param bytes the document, or null when it is somewhere else
   * @param moved where, or null
   */
  private record Fetched(byte[] bytes, String moved) {}

  private void check(URI uri) throws IOException {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IOException("its address is not of the scheme http or https");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || !allowed.test(uri)) {
      throw new IOException("its address is not allowed");
    }
  }

  private static URI resolve(URI from, String to) throws IOException {
    try {
      return from.resolve(to);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is redirected to nowhere", e);
    }
  }

  private static Fetched read(ClassicHttpResponse response, int most) throws IOException {
    Header moved = response.getFirstHeader("Location");
    if (MOVED.contains(response.getCode()) && moved != null) {
      return new Fetched(null, moved.getValue());
    }
    if (response.getCode() != OK || response.getEntity() == null) {
      throw new IOException("there is none at its address");
    }
    if (response.getEntity().getContentLength() > most) {
      throw tooLarge(most);
    }
    try (InputStream in = response.getEntity().getContent()) {
      byte[] bytes = in.readNBytes(most);
      if (bytes.length == most && in.read() >= 0) {
        throw tooLarge(most);
      }
      return new Fetched(bytes, null);
    }
  }

  private static IOException tooLarge(int most) {
    return new IOException("it has more than " + most + " bytes");
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
