package io.llmgateway.provider.transport;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * Asks over a WebSocket: one request, the messages of one answer, then the connection ends. By the
 * JDK's client, which is all that this needs; safe for use by many threads.
 */
public final class WebSocketClient {
  private final UpstreamClient guard;
  private volatile HttpClient client;

  /**
   * @param guard knows the hosts that may not have private addresses. They are looked up once more
   *     to connect, so that a name which changes its mind in between gets through; TLS has to see
   *     to that
   */
  public WebSocketClient(UpstreamClient guard) {
    this.guard = guard;
  }

  /** The JDK's client starts a thread, so it is made when it is first needed. */
  private HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      synchronized (this) {
        made = client;
        if (made == null) {
          made = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
          client = made;
        }
      }
    }
    return made;
  }

  /**
   * Connects and sends the request's body as a text.
   *
   * @param request with an address of the scheme ws or wss; its headers are not sent
   * @param cancellation when it fires, the connection is aborted and its reader gets CANCELLED
   * @return the answer; the caller closes it
   * @throws ChatException when there is no connection, or the handshake is refused
   */
  public WebSocketExchange ask(UpstreamRequest request, Cancellation cancellation) {
    WebSocketExchange exchange = new WebSocketExchange(request.timeouts());
    Duration connect = request.timeouts().connect();
    try {
      guard.require(request.uri().getHost());
      WebSocket socket =
          client()
              .newWebSocketBuilder()
              .connectTimeout(connect)
              .buildAsync(request.uri(), exchange)
              .join();
      exchange.opened(socket, cancellation);
      socket.sendText(new String(request.body(), StandardCharsets.UTF_8), true).join();
      return exchange;
    } catch (CompletionException e) {
      exchange.close();
      throw failure(e.getCause());
    } catch (UnknownHostException e) {
      throw new ChatException.Retryable(
          ErrorCode.UPSTREAM_ERROR, Outcome.CONNECT, "The provider's address is unknown");
    }
  }

  /** Without the cause: its text may hold the address, and that the signature. */
  private static ChatException failure(Throwable cause) {
    if (cause instanceof WebSocketHandshakeException refused) {
      int status = refused.getResponse().statusCode();
      return new ChatException.Retryable(
          ErrorCode.UPSTREAM_ERROR,
          OutcomeClassifier.byStatus(status) == Outcome.BADREQ
              ? Outcome.SERVER
              : status == 403 ? Outcome.AUTH : OutcomeClassifier.byStatus(status),
          "The provider refused the connection: HTTP " + status);
    }
    if (cause instanceof HttpConnectTimeoutException) {
      return new ChatException.Retryable(
          ErrorCode.UPSTREAM_TIMEOUT, Outcome.TIMEOUT, "The provider took too long to connect");
    }
    boolean unreachable = cause instanceof ConnectException || !(cause instanceof IOException);
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_ERROR,
        Outcome.CONNECT,
        unreachable
            ? "The provider could not be reached"
            : "The connection to the provider broke before an answer began");
  }
}
