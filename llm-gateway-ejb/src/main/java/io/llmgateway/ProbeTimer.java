package io.llmgateway;

import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** Sends the probes on their rounds; each node for itself, since each learns for itself. */
@Singleton
@Startup
@DependsOn("GatewayStartup")
@TransactionManagement(TransactionManagementType.BEAN)
public class ProbeTimer {
  @Inject private SickRounds rounds;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void tick() {
    rounds.go();
  }
}
