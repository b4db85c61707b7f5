package io.llmgateway;

import io.llmgateway.admission.Admission;
import io.llmgateway.admission.AdmissionSettings;
import io.llmgateway.catalog.Catalog;
import io.llmgateway.config.ConfigView;
import io.llmgateway.config.ConfigWatch;
import io.llmgateway.config.GatewayConfig;
import io.llmgateway.ledger.Ledger;
import io.llmgateway.ledger.LedgerSettings;
import io.llmgateway.ledger.Schema;
import io.llmgateway.ledger.SettlerThread;
import io.llmgateway.routing.ChannelRegistry;
import io.llmgateway.routing.RoutingSettings;
import io.llmgateway.telemetry.MicroProfileMirror;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;

/**
 * The start of the application, in order: schema, configuration, and then each room takes over its
 * part of it, now and at each change. What can not be used stops the start.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class GatewayStartup {
  @Inject private Schema schema;
  @Inject private Catalog catalog;
  @Inject private Ledger ledger;
  @Inject private ChannelRegistry channels;
  @Inject private WireCheck wires;
  @Inject private Admission admission;
  @Inject private HttpConfiguration http;
  @Inject private SettlerThread settler;
  @Inject private GatewayGauges gauges;
  @Inject private MicroProfileMirror mirror;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService scheduler;

  private ConfigWatch watch;
  private volatile boolean ready;

  @PostConstruct
  void start() {
    schema.migrate();
    GatewayConfig config = GatewayConfig.ofServer(catalog.modelNames());
    ConfigView view = config.start();
    apply(view);
    settler.start();
    mirror.start();
    watch = ConfigWatch.start(scheduler, config, view, this::apply);
    scheduler.execute(TokenEstimate::warmUp);
    ready = true;
  }

  /** Everything is read before anything is changed, so that a bad configuration changes nothing. */
  private void apply(ConfigView config) {
    LedgerSettings money = LedgerSettings.from(config);
    RoutingSettings routes = RoutingSettings.from(config, catalog);
    wires.check(routes);
    AdmissionSettings keys = AdmissionSettings.from(config);
    HttpSettings serving = HttpSettings.from(config);
    ledger.apply(money, catalog.providers());
    gauges.update();
    channels.apply(routes);
    http.apply(serving);
    admission.apply(keys, config, new KeyAnnouncement(config)::announce);
  }

  /**
   * @return whether the schema stands and the configuration is in force
   */
  public boolean ready() {
    return ready;
  }

  @PreDestroy
  void stop() {
    ready = false;
    if (watch != null) {
      watch.close();
    }
  }
}
