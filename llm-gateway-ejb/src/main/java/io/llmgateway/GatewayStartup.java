package io.llmgateway;

import io.llmgateway.admission.Admission;
import io.llmgateway.admission.AdmissionSettings;
import io.llmgateway.admission.LimitBook;
import io.llmgateway.cache.CacheSettings;
import io.llmgateway.cache.ResponseCache;
import io.llmgateway.catalog.Catalog;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.config.ConfigWatch;
import io.llmgateway.config.DataFolder;
import io.llmgateway.config.GatewayConfig;
import io.llmgateway.ledger.AccountingRules;
import io.llmgateway.ledger.InvoiceSettings;
import io.llmgateway.ledger.Ledger;
import io.llmgateway.ledger.LedgerSettings;
import io.llmgateway.ledger.PriceBook;
import io.llmgateway.ledger.Recoveries;
import io.llmgateway.ledger.RetentionSettings;
import io.llmgateway.ledger.Schema;
import io.llmgateway.ledger.Seals;
import io.llmgateway.ledger.SettingsVersion;
import io.llmgateway.ledger.SettlerThread;
import io.llmgateway.ledger.UsageArchives;
import io.llmgateway.ledger.idempotency.IdempotencyKeys;
import io.llmgateway.ledger.idempotency.IdempotencySettings;
import io.llmgateway.moderation.FilterSettings;
import io.llmgateway.payment.PaymentSettings;
import io.llmgateway.routing.ChannelRegistry;
import io.llmgateway.routing.RoutingSettings;
import io.llmgateway.routing.health.ChannelHealth;
import io.llmgateway.routing.health.HealthSettings;
import io.llmgateway.telemetry.MicroProfileMirror;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * The start of the application, in order: schema, configuration, and then each room takes over its
 * part of it, now and at each change. What can not be used stops the start.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class GatewayStartup {
  private static final Logger LOG = Logger.getLogger(GatewayStartup.class.getName());
  private static final long SWEEP_SECONDS = 20;

  @Inject private Schema schema;
  @Inject private Catalog catalog;
  @Inject private Ledger ledger;
  @Inject private PriceBook prices;
  @Inject private AccountingRules accounting;
  @Inject private ChannelRegistry channels;
  @Inject private ChannelHealth health;
  @Inject private StoredChannels stored;
  @Inject private StoredModels models;
  @Inject private Probes probes;
  @Inject private AlertWebhook alerts;
  @Inject private HealthAnnouncements announcements;
  @Inject private WireCheck wires;
  @Inject private Admission admission;
  @Inject private LimitBook limits;
  @Inject private SettingsVersion settings;
  @Inject private IdempotencyKeys idempotency;
  @Inject private HttpConfiguration http;
  @Inject private ResponseCache cache;
  @Inject private PaymentNotifications payments;
  @Inject private Recoveries recoveries;
  @Inject private SettlerThread settler;
  @Inject private Seals seals;
  @Inject private UsageArchives archives;
  @Inject private RoutingChores routing;
  @Inject private ShadowTraffic shadows;
  @Inject private ContentFilters filters;
  @Inject private GatewayGauges gauges;
  @Inject private MicroProfileMirror mirror;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService scheduler;

  @Resource private ManagedThreadFactory threads;

  private ConfigWatch watch;
  private ScheduledFuture<?> sweeps;
  private ScheduledFuture<?> sealing;
  private ScheduledFuture<?> archiving;
  private List<ScheduledFuture<?>> limitWork = List.of();
  private ConfigView given;
  private volatile boolean ready;

  @PostConstruct
  void start() {
    schema.migrate();
    GatewayConfig config = GatewayConfig.ofServer(catalog.modelNames());
    settings.onChange(admission::reload);
    settings.onChange(prices::reload);
    settings.onChange(stored::reload);
    settings.onChange(models::reload);
    stored.start();
    stored.onChange(this::takeOverAgain);
    models.start();
    models.onChange(this::takeOverAgain);
    alerts.start(scheduler);
    ConfigView view = begin(config);
    settler.start();
    mirror.start();
    watch = ConfigWatch.start(scheduler, config, view, this::takeOver);
    scheduler.execute(TokenEstimate::warmUp);
    sweeps =
        scheduler.scheduleWithFixedDelay(
            idempotency::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    sealing = scheduler.scheduleWithFixedDelay(seals::tend, 1, 5, TimeUnit.MINUTES);
    archiving = scheduler.scheduleWithFixedDelay(archives::tend, 0, 1, TimeUnit.HOURS);
    routing.start(scheduler);
    filters.start(scheduler);
    limitWork = limits.start(scheduler);
    ready = true;
  }

  /** A container buries the reason under its own exceptions, so it is said in a line of its own. */
  private ConfigView begin(GatewayConfig config) {
    try {
      ConfigView view = config.start();
      recoveries.start(NodeName.of(view), DataFolder.of(view));
      takeOver(view);
      return view;
    } catch (ConfigException e) {
      LOG.severe(() -> "the gateway does not start: " + e.getMessage());
      throw e;
    }
  }

  /** A channel, or a fact of a model, of the database that a room can not use is left out. */
  private synchronized void takeOver(ConfigView config) {
    boolean done = false;
    while (!done) {
      try {
        apply(config);
        given = config;
        done = true;
      } catch (ConfigException e) {
        if (!stored.refuse(e) && !models.refuse(e)) {
          throw e;
        }
      }
    }
  }

  /** What is in force is asked only here inside: a change may be on its way in meanwhile. */
  private synchronized void takeOverAgain() {
    takeOver(given);
  }

  /** Everything is read before anything is changed, so that a bad configuration changes nothing. */
  private void apply(ConfigView declared) {
    StoredChannels.Overlay overlay = stored.over(models.over(declared));
    ConfigView config = overlay.view();
    LedgerSettings money = LedgerSettings.from(config);
    InvoiceSettings invoices = InvoiceSettings.from(config);
    RetentionSettings retention = RetentionSettings.from(config);
    RoutingSettings routes = RoutingSettings.from(config, catalog);
    HealthSettings breakers = HealthSettings.from(config, routes);
    ProbeSettings probing = ProbeSettings.from(config);
    AlertSettings alerting = AlertSettings.from(config);
    wires.check(routes);
    AdmissionSettings keys = AdmissionSettings.from(config);
    HttpSettings serving = HttpSettings.from(config);
    CacheSettings keeping = CacheSettings.from(config);
    IdempotencySettings repetitions = IdempotencySettings.from(config);
    ShadowSettings copies = ShadowSettings.from(config);
    FilterSettings filtering = FilterSettings.from(config);
    PaymentSettings paying = PaymentSettings.from(config);
    ledger.apply(money, catalog.providers());
    accounting.apply(invoices);
    archives.apply(retention);
    gauges.update();
    stored.take(overlay);
    channels.apply(routes);
    health.apply(routes, breakers);
    health.disable(stored.disabled());
    probes.apply(probing);
    alerts.apply(alerting);
    announcements.update();
    http.apply(serving);
    shadows.apply(copies, threads);
    filters.apply(filtering);
    cache.apply(keeping);
    idempotency.apply(repetitions);
    payments.apply(paying);
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
    routing.stop();
    filters.stop();
    limitWork.forEach(work -> work.cancel(false));
    limits.stop();
    if (watch != null) {
      watch.close();
    }
    if (sweeps != null) {
      sweeps.cancel(false);
    }
    if (sealing != null) {
      sealing.cancel(false);
    }
    if (archiving != null) {
      archiving.cancel(false);
    }
  }
}
