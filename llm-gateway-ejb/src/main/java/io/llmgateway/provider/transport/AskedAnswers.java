package io.llmgateway.provider.transport;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Takes no answer that was there before its request. A provider that sends more than it announced
 * leaves bytes on a connection that is used again; read as the next request's answer, they would
 * show one client what was meant for another.
 */
final class AskedAnswers extends HttpRequestExecutor {

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      HttpResponseInformationCallback information,
      HttpContext context)
      throws IOException, HttpException {
    long before = received(connection);
    ClassicHttpResponse response = super.execute(request, connection, information, context);
    if (before > 0 && received(connection) == before) {
      response.close();
      throw new ProtocolException("an answer that was there before its request");
    }
    return response;
  }

  private static long received(HttpClientConnection connection) {
    return connection.getEndpointDetails() == null
        ? 0
        : connection.getEndpointDetails().getReceivedBytesCount();
  }
}
