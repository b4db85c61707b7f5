package io.llmgateway.ledger;

import io.llmgateway.catalog.ProviderCard;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger's database. Each method is one transaction: when it returns, its work is committed;
 * when it throws, nothing was done, unless the connection broke during the commit.
 */
public interface Books {

  /** Books settlements, none of which has been booked before; throws when one has. */
  Posted post(List<Booking> bookings);

  /** Books one settlement, or finds what was booked for it before. */
  Posted postOnce(Booking booking);

  /** Writes the traces of calls of this node that are in flight. */
  void recordHolds(List<InterruptedCall> calls);

  /** Marks the traces of calls that ended without a settlement. */
  void voidHolds(List<String> callIds);

  /**
   * Ensures accounts, books opening balances, appends prices, rates and terms that have changed.
   *
   * @throws io.llmgateway.config.ConfigException when a setting contradicts what is booked
   */
  PricingRows apply(LedgerSettings settings, Collection<ProviderCard> cards);

  Optional<WalletState> wallet(String account);

  List<UsageView> usage(UsageQuery query);

  Amount spent(String account, String key, Instant from);

  /** See {@link Ledger#trialBalance()}. */
  Map<String, Map<String, Amount>> trialBalance();

  /** Does nothing but ask the database for something, to see whether it answers. */
  void ping();

  /**
   * @param receipts in the order of the bookings
   * @param wallets the new states of the wallets that were touched
   * @param leases what this node has left of its leases of them, by account
   */
  record Posted(List<Receipt> receipts, List<WalletState> wallets, Map<String, Amount> leases) {
    public Posted {
      leases = Map.copyOf(leases);
    }
  }
}
