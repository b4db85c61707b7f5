package io.llmgateway.api.exchange;

import io.llmgateway.HttpConfiguration;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Lets the requests in flight end before the application stops. */
@WebListener
public class GracefulStop implements ServletContextListener {
  @Inject private HttpConfiguration configuration;
  @Inject private InFlight inFlight;

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    try {
      inFlight.stop(configuration.current().shutdownGrace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
