package io.llmgateway.provider.transport;

import static io.llmgateway.provider.transport.UpstreamConnections.CLOSE_AFTER_IDLE;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/**
 * Posts JSON to providers over pooled HTTP/1.1 connections, blocking the calling thread. One for
 * the whole gateway; safe for use by many threads.
 *
 * <p>Nothing happens behind the caller's back: no redirect is followed, no cookie kept, no answer
 * to an authentication challenge, no retry. The one exception is a request whose bytes could not be
 * written completely to a reused connection (the provider had closed it while it was idle): the
 * provider can not have acted on a document that it never had in full (RFC 9110, 9.2.2), so the
 * request goes out once more on a fresh connection. When all bytes were written and no answer came,
 * nothing proves that the provider did not start to work and to charge: that is {@link
 * Outcome#CONNECT}, and the router decides. Such cases stay rare, because a connection that was
 * idle for 200 ms is checked before use, and dropped a second before the time that the provider
 * said it would keep it.
 */
public final class UpstreamClient implements AutoCloseable {
  private static final RequestConfig CONFIG =
      RequestConfig.custom()
          .setAuthenticationEnabled(false)
          .setRedirectsEnabled(false)
          .setProtocolUpgradeEnabled(false)
          .build();

  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;
  private final DeadlineWatcher watcher;
  private final GuardedNames names;

  public UpstreamClient() {
    this(null);
  }

  /**
   * @param names resolves host names, or null for the JDK's resolver
   */
  UpstreamClient(DnsResolver names) {
    this.names = new GuardedNames(names == null ? SystemDefaultDnsResolver.INSTANCE : names);
    connections = UpstreamConnections.pool(this.names);
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(connections)
            .setUserAgent("llm-gateway")
            .setRequestExecutor(new AskedAnswers())
            .setKeepAliveStrategy(UpstreamClient::keepAlive)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableConnectionState();
    if (proxyConfigured()) {
      builder.setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()));
    }
    client = builder.build();
    watcher = new DeadlineWatcher(this::closeIdleConnections);
  }

  /**
   * Connects to these hosts only when all their addresses are public. A proxy, where one is
   * configured, resolves names by itself and has to guard them itself.
   *
   * @param hosts as in URIs; replaces the ones before
   */
  public void guard(Set<String> hosts) {
    if (names.guard(hosts)) {
      connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }
  }

  /**
   * @throws UnknownHostException when the host has no address, or is guarded and not public
   */
  void require(String host) throws UnknownHostException {
    names.resolve(host);
  }

  private static TimeValue keepAlive(HttpResponse response, HttpContext context) {
    TimeValue told =
        DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
    boolean shorter = TimeValue.isPositive(told) && told.compareTo(CLOSE_AFTER_IDLE) < 0;
    return shorter
        ? TimeValue.ofMilliseconds(Math.max(1, told.toMilliseconds() - 1_000))
        : CLOSE_AFTER_IDLE;
  }

  private static boolean proxyConfigured() {
    return System.getProperty("http.proxyHost") != null
        || System.getProperty("https.proxyHost") != null
        || System.getProperty("socksProxyHost") != null;
  }

  private void closeIdleConnections() {
    connections.closeExpired();
    connections.closeIdle(CLOSE_AFTER_IDLE);
  }

  /**
   * Sends the request and returns when status and headers are there, whatever the status.
   *
   * @param cancellation when it fires, the exchange is aborted, also while connecting
   * @return the answer; the caller closes it
   * @throws ChatException.Retryable with TIMEOUT, CANCELLED, CONNECT or INVALID
   */
  public UpstreamExchange post(UpstreamRequest request, Cancellation cancellation) {
    PostedBody body = new PostedBody(request.body());
    HttpUriRequestBase post = message(request, body);
    Attempt attempt = new Attempt(request.timeouts(), request.stream(), post::cancel);
    body.tells(attempt);
    watcher.watch(attempt);
    Cancellation.Registration registration = cancellation.onCancel(attempt::cancel);
    boolean answered = false;
    try {
      UpstreamExchange exchange = exchange(request, post, body, attempt, registration);
      answered = true;
      return exchange;
    } catch (IOException e) {
      throw NoAnswer.failure(e, attempt);
    } catch (IllegalStateException e) {
      // CancellationException is one; the library's way to say that its connection was taken away
      throw NoAnswer.failure(new IOException(e), attempt);
    } finally {
      if (!answered) {
        watcher.forget(attempt);
        registration.close();
      }
    }
  }

  private static HttpUriRequestBase message(UpstreamRequest request, PostedBody body) {
    HttpUriRequestBase post = new HttpUriRequestBase(request.method(), request.uri());
    post.setConfig(CONFIG);
    post.setHeader(
        "Accept", request.stream() ? "text/event-stream, application/json" : "application/json");
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      post.setHeader(header.getKey(), header.getValue());
    }
    post.setEntity(body);
    return post;
  }

  private UpstreamExchange exchange(
      UpstreamRequest request,
      HttpUriRequestBase post,
      PostedBody body,
      Attempt attempt,
      Cancellation.Registration registration)
      throws IOException {
    ClassicHttpResponse response = execute(request.uri(), post, body, attempt);
    InputStream in;
    try {
      in = decoded(response);
    } catch (IOException | ChatException e) {
      if (response.getCode() / 100 == 2 || attempt.aborted()) {
        post.cancel();
        response.close();
        throw e;
      }
      in = InputStream.nullInputStream(); // the status of a refusal says enough
    }
    return new UpstreamExchange(
        response.getCode(),
        name -> header(response, name),
        in,
        attempt,
        () -> {
          watcher.forget(attempt);
          registration.close();
          closeQuietly(response);
        },
        reusable(response));
  }

  private ClassicHttpResponse execute(
      URI uri, HttpUriRequestBase post, PostedBody body, Attempt attempt) throws IOException {
    HttpHost host = host(uri);
    HttpClientContext context = context(attempt);
    try {
      return client.executeOpen(host, post, context);
    } catch (IOException e) {
      if (attempt.aborted() || !body.brokeOff() || !reused(context)) {
        throw e;
      }
    }
    HttpClientContext fresh = context(attempt);
    fresh.setUserToken(new Object()); // no pooled connection has this state
    post.setHeader("Connection", "close");
    return client.executeOpen(host, post, fresh);
  }

  private static HttpHost host(URI uri) throws IOException {
    if (uri.getHost() != null) {
      return new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
    }
    try {
      // java.net.URI sees no host in a name with an underscore
      return HttpHost.create(uri.getScheme() + "://" + uri.getRawAuthority());
    } catch (URISyntaxException e) {
      throw (IOException) new UnknownHostException("no host").initCause(e);
    }
  }

  private static HttpClientContext context(Attempt attempt) {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(UpstreamConnections.ATTEMPT, attempt);
    return context;
  }

  private static boolean reused(HttpClientContext context) {
    EndpointDetails connection = context.getEndpointDetails();
    return connection != null && connection.getRequestCount() > 1;
  }

  /** Whether reading to the end makes the connection free for the next request. */
  private static boolean reusable(ClassicHttpResponse response) {
    HttpEntity entity = response.getEntity();
    boolean delimited = entity == null || entity.isChunked() || entity.getContentLength() >= 0;
    return delimited && !"close".equalsIgnoreCase(header(response, "Connection"));
  }

  private static void closeQuietly(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // nothing is wanted of this connection any more
    }
  }

  private static String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  private static InputStream decoded(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return InputStream.nullInputStream();
    }
    String encoding = entity.getContentEncoding();
    if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
      return entity.getContent();
    }
    // never asked for, but some proxies compress whatever passes
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      return new GZIPInputStream(entity.getContent(), 4096);
    }
    throw new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.INVALID,
        "The provider's answer has a content encoding that was not asked for");
  }

  /** Closes all connections, also those in use. */
  @Override
  public void close() {
    watcher.close();
    client.close(CloseMode.IMMEDIATE);
  }
}
