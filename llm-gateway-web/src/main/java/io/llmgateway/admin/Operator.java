package io.llmgateway.admin;

import jakarta.servlet.http.HttpServletRequest;

/** Who is making a change. */
final class Operator {
  private Operator() {}

  /**
   * @return the name under which the server knows the operator; never null behind {@link
   *     OperatorFilter}
   */
  static String of(HttpServletRequest http) {
    return http.getUserPrincipal().getName();
  }
}
