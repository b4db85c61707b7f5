package io.llmgateway.admin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;

/**
 * A request of an operator whom the server knows. Who that is and what he may do stays with this
 * request alone: the server forgets it at once, so that no session is left that another site's page
 * or a stolen cookie could use (WildFly makes one at each login).
 */
final class SignedIn extends HttpServletRequestWrapper {
  private final Principal principal;
  private final boolean admin;
  private final boolean auditor;

  /**
   * @param http after its login
   */
  SignedIn(HttpServletRequest http) throws ServletException {
    super(http);
    principal = http.getUserPrincipal();
    admin = http.isUserInRole(OperatorFilter.ADMIN);
    auditor = http.isUserInRole(OperatorFilter.AUDITOR);
    http.logout();
    HttpSession session = http.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  @Override
  public Principal getUserPrincipal() {
    return principal;
  }

  @Override
  public String getRemoteUser() {
    return principal.getName();
  }

  @Override
  public boolean isUserInRole(String role) {
    return admin && OperatorFilter.ADMIN.equals(role)
        || auditor && OperatorFilter.AUDITOR.equals(role);
  }
}
