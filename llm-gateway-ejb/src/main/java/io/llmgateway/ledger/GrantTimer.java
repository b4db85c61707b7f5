package io.llmgateway.ledger;

import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Ends credit grants; on each node, and it does not matter which one comes first. */
@Singleton
@Startup
@DependsOn("GatewayStartup")
@TransactionManagement(TransactionManagementType.BEAN)
public class GrantTimer {
  private static final Logger LOG = Logger.getLogger(GrantTimer.class.getName());

  @Inject private Bookkeeper books;

  @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
  void expire() {
    try {
      books.expireGrants();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "credit grants could not be ended, will retry", e);
    }
  }
}
