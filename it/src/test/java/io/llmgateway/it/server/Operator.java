package io.llmgateway.it.server;

/**
 * Somebody whom the servers of the tests know.
 *
 * @param role {@code gateway-admin} or {@code gateway-auditor}
 */
public record Operator(String name, String password, String role) {
  public static final Operator ADMIN =
      new Operator("admin", "a-password-of-the-tests-1", "gateway-admin");
  public static final Operator AUDITOR =
      new Operator("auditor", "a-password-of-the-tests-2", "gateway-auditor");
}
