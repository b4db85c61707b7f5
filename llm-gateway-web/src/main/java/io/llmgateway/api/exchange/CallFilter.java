package io.llmgateway.api.exchange;

import io.llmgateway.api.error.ErrorMapper;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Uuid7;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Gives each request its {@link Call} and says the request id in the answer, whatever becomes of
 * the request; writes the access log for those that are answered at once. The first of the filters
 * ({@code web.xml}).
 */
public class CallFilter implements Filter {
  private static final String REQUEST_ID = "x-request-id";
  private static final Pattern VALID_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  @Inject private Clock clock;
  @Inject private BodyMemory memory;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    Instant now = clock.instant();
    String id = Uuid7.next(now.toEpochMilli());
    String requestId = http.getHeader(REQUEST_ID);
    if (requestId == null || !VALID_ID.matcher(requestId).matches()) {
      requestId = id;
    }
    answer.setHeader(REQUEST_ID, requestId);
    Call call = new Call(id, requestId, now, new Cancellation());
    Cancellation client =
        http.getHeader(RequestFingerprint.HEADER) == null
            ? call.cancellation()
            : new Cancellation();
    Exchange exchange =
        new Exchange(
            call, new AccessEntry(call, client, http.getMethod(), http.getRequestURI()), client);
    exchange.takesMemory(memory.share());
    exchange.attachTo(http);
    http.setAttribute(ErrorMapper.REQUEST_ID, requestId);
    chain.doFilter(request, response);
    if (!exchange.detached()) {
      exchange.close();
      exchange.access().log(answer.getStatus());
    }
  }
}
