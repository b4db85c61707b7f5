package io.llmgateway;

import io.llmgateway.admission.AccountStates;
import io.llmgateway.admission.BudgetAlerts;
import io.llmgateway.admission.ChangeNotice;
import io.llmgateway.admission.SpendHistory;
import io.llmgateway.catalog.Catalog;
import io.llmgateway.config.GatewayConfig;
import io.llmgateway.ledger.Accounts;
import io.llmgateway.ledger.SettingsGuard;
import io.llmgateway.ledger.ThisNode;
import io.llmgateway.ledger.UsageRecords;
import io.llmgateway.ledger.idempotency.IdempotencyKeys;
import io.llmgateway.ledger.idempotency.IdempotencyTable;
import io.llmgateway.moderation.ReviewMeter;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.transport.PublicDownloads;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.routing.ChannelNotice;
import io.llmgateway.routing.Router;
import io.llmgateway.routing.health.ChannelHealth;
import io.llmgateway.telemetry.Alert;
import io.llmgateway.telemetry.FilterMetrics;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** Makes beans of the plain classes that know no container. */
@Dependent
public class GatewayBeans {
  private static final System.Logger LOG = System.getLogger(GatewayBeans.class.getName());

  @Produces
  @Dependent
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  UpstreamClient upstreamClient() {
    return new UpstreamClient();
  }

  void close(@Disposes UpstreamClient client) {
    client.close();
  }

  @Produces
  @Singleton
  Providers providers(UpstreamClient client, Clock clock) {
    return Wires.all(client, clock);
  }

  @Produces
  @Singleton
  PublicDownloads publicDownloads() {
    return new PublicDownloads();
  }

  void close(@Disposes PublicDownloads downloads) {
    downloads.close();
  }

  @Produces
  @Singleton
  ModelLayer modelLayer(PublicDownloads downloads, Providers providers) {
    return new ModelLayer(downloads::get, providers::takes);
  }

  @Produces
  @Singleton
  TokenCounts tokenCounts(ModelLayer layer) {
    return new TokenCounts(layer);
  }

  @Produces
  @Singleton
  IdempotencyKeys idempotencyKeys(IdempotencyTable table, ThisNode node, Clock clock) {
    return new IdempotencyKeys(table, () -> node.get().id(), clock);
  }

  @Produces
  @Singleton
  Catalog catalog() {
    return GatewayConfig.ofServer(Set.of())
        .read()
        .text("gateway.catalog.dir")
        .map(folder -> Catalog.load(Path.of(folder)))
        .orElseGet(Catalog::load);
  }

  @Produces
  @Singleton
  ChannelGate channelGate(ChannelHealth health) {
    return ChannelGate.of(health);
  }

  @Produces
  @Singleton
  Failover failover(Clock clock, Router router, ChannelGate gate, RaceThreads threads) {
    return new Failover(clock, router::retry, gate, new Hedging(threads));
  }

  @Produces
  @ApplicationScoped
  ChangeNotice changeNotice(SettingsGuard guard) {
    return guard::changed;
  }

  @Produces
  @ApplicationScoped
  ChannelNotice channelNotice(SettingsGuard guard) {
    return guard::changed;
  }

  @Produces
  @ApplicationScoped
  AccountStates accountStates(Accounts accounts) {
    return new AccountStates() {
      @Override
      public Set<String> disabled() {
        return accounts.disabled();
      }

      @Override
      public boolean exists(String account) {
        return accounts.exists(account);
      }
    };
  }

  @Produces
  @ApplicationScoped
  BudgetAlerts budgetAlerts(Event<Alert> alerts, GatewayMetrics metrics) {
    return (subject, percent, text) -> {
      LOG.log(System.Logger.Level.WARNING, text);
      metrics.budgetPassed(percent);
      alerts.fire(new Alert("budget_threshold", subject, text));
    };
  }

  @Produces
  @ApplicationScoped
  ReviewMeter reviewMeter(FilterMetrics metrics) {
    return new ReviewMeter() {
      @Override
      public void written() {
        metrics.reviewCases("written", 1);
      }

      @Override
      public void dropped(int count) {
        metrics.reviewCases("dropped", count);
      }
    };
  }

  @Produces
  @ApplicationScoped
  SpendHistory spendHistory(UsageRecords records, Accounts accounts) {
    return (account, key, from) ->
        accounts.exists(account) ? records.spent(account, key, from).value() : BigDecimal.ZERO;
  }
}
