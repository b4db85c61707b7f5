package io.llmgateway.routing;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * The channels that are in force. Readers see one immutable snapshot, which is replaced whole; a
 * request that has begun keeps the one it began with.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class ChannelRegistry {
  private static final Logger LOG = Logger.getLogger(ChannelRegistry.class.getName());

  private final AtomicReference<RoutingTable> table = new AtomicReference<>(RoutingTable.EMPTY);

  /** Replaces everything. Never throws: what can be wrong is found by {@link RoutingSettings}. */
  public void apply(RoutingSettings settings) {
    RoutingTable next = new RoutingTable(settings);
    for (String dead : next.deadMembers()) {
      LOG.warning(() -> "no channel answers for a model of a route: " + dead);
    }
    for (String leaving : next.leaving()) {
      LOG.warning(() -> "a model goes out of service: " + leaving);
    }
    table.set(next);
    LOG.info(
        () ->
            settings.channels().size()
                + " channels, "
                + next.listed().size()
                + " models: "
                + settings.channels().stream().map(ChannelSettings::name).toList());
  }

  /**
   * @return gives the snapshot in force at each call, without a call to this bean
   */
  public Supplier<RoutingTable> table() {
    return table::get;
  }
}
