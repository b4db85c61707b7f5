package io.llmgateway.it.server;

import java.util.Locale;

/** The application servers that the EAR is made for. */
public enum ServerKind {
  LIBERTY,
  WILDFLY;

  /** The server that this test run is for: system property {@code it.server}, else Open Liberty. */
  public static ServerKind ofThisRun() {
    return valueOf(System.getProperty("it.server", "liberty").toUpperCase(Locale.ROOT));
  }

  ServerRecipe recipe() {
    return this == LIBERTY ? new LibertyRecipe() : new WildFlyRecipe();
  }
}
