package io.llmgateway.api;

import io.llmgateway.admission.Admission;
import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.chat.ChatException;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Turns the credential of a request, {@code Authorization: Bearer} or {@code x-api-key}, into its
 * caller.
 */
@Provider
@RequiresApiKey
@Priority(Priorities.AUTHENTICATION)
public class ApiKeyFilter implements ContainerRequestFilter {
  private static final String BEARER = "Bearer ";

  @Inject private Admission admission;
  @Context private HttpServletRequest http;

  /**
   * @throws ChatException.Final when the credential is missing, unknown, expired or disabled
   */
  @Override
  public void filter(ContainerRequestContext request) {
    Exchange.of(http).identify(admission.authenticate(credential(request)));
  }

  /**
   * @return null when there is none
   */
  private static String credential(ContainerRequestContext request) {
    String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).trim();
    }
    return request.getHeaderString("x-api-key");
  }
}
