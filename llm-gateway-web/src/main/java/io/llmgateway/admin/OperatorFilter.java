package io.llmgateway.admin;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Asks for the role once more, after the server's own check of the path: two readers of one path
 * may disagree. Refuses writes that another site's page makes a browser send with its stored
 * password.
 */
@Priority(Priorities.AUTHORIZATION)
final class OperatorFilter implements ContainerRequestFilter {
  static final String ADMIN = "gateway-admin";
  static final String AUDITOR = "gateway-auditor";
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private final boolean reads;
  private final boolean adminsOnly;

  /**
   * @param reads whether the method changes nothing, so that auditors may call it
   * @param adminsOnly whether auditors may not, although it only reads
   */
  OperatorFilter(boolean reads, boolean adminsOnly) {
    this.reads = reads;
    this.adminsOnly = adminsOnly;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    SecurityContext operator = request.getSecurityContext();
    if (operator.getUserPrincipal() == null) {
      throw new ChatException.Final(
          ErrorCode.AUTHENTICATION_REQUIRED,
          "Sign in with the name and password of an operator (HTTP Basic).");
    }
    boolean audits = reads && !adminsOnly;
    if (!operator.isUserInRole(ADMIN) && !(audits && operator.isUserInRole(AUDITOR))) {
      throw denied("This needs the role " + (audits ? ADMIN + " or " + AUDITOR : ADMIN) + ".");
    }
    if (!reads && fromAnotherSite(request)) {
      throw denied("Changes are not taken from pages of another site.");
    }
  }

  /** Browsers send at least one of the two headers with each request that is not a plain GET. */
  private static boolean fromAnotherSite(ContainerRequestContext request) {
    String site = request.getHeaderString("sec-fetch-site");
    if (site != null) {
      return !OWN_SITE.contains(site);
    }
    String origin = request.getHeaderString("origin");
    return origin != null && !sameHost(origin, request.getHeaderString("host"));
  }

  private static boolean sameHost(String origin, String host) {
    try {
      String authority = new URI(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static ChatException.Final denied(String message) {
    return new ChatException.Final(ErrorCode.PERMISSION_DENIED, message);
  }
}
