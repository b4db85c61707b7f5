package io.llmgateway.admin;

import io.llmgateway.api.error.ErrorPage;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Lets only operators reach {@code /admin}: HTTP Basic (RFC 7617), checked by the server against
 * its own registry and roles. A {@code security-constraint} would do the same, but then Open
 * Liberty answers 401 without a body, before any filter or error page can say in JSON what is
 * wrong.
 */
public class OperatorLogin implements Filter {
  private static final String BASIC = "Basic ";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    if (!signedIn(http)) {
      ErrorPage.write(401, answer);
      return;
    }
    SignedIn operator = new SignedIn(http);
    if (allowed(operator)) {
      chain.doFilter(operator, response);
    } else {
      ErrorPage.write(403, answer);
    }
  }

  private static boolean signedIn(HttpServletRequest http) {
    if (http.getUserPrincipal() != null) {
      return true;
    }
    String[] credentials = credentials(http.getHeader("authorization"));
    if (credentials == null) {
      return false;
    }
    try {
      http.login(credentials[0], credentials[1]);
      return http.getUserPrincipal() != null;
    } catch (ServletException e) {
      return false;
    }
  }

  /**
   * @return name and password, neither empty; or null
   */
  private static String[] credentials(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()).trim());
      String[] parts = new String(pair, StandardCharsets.UTF_8).split(":", 2);
      return parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty() ? null : parts;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Auditors may look; everything else needs the role of an administrator. */
  private static boolean allowed(HttpServletRequest http) {
    boolean looks = http.getMethod().equals("GET") || http.getMethod().equals("HEAD");
    return http.isUserInRole(OperatorFilter.ADMIN)
        || looks && http.isUserInRole(OperatorFilter.AUDITOR);
  }
}
