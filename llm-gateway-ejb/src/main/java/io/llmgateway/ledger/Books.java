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

  /** Writes the trace of calls in flight. */
  void recordHolds(List<Hold> holds, String node, Instant expiresAt);

  /** Marks the traces of calls that ended without a settlement. */
  void voidHolds(List<String> callIds);

  /** Says that this node's calls in flight are alive. */
  void renewHolds(String node, Instant expiresAt);

  /**
   * Marks the traces that nobody has renewed.
   *
   * @return the ids of their calls
   */
  List<String> expireHolds();

  /**
   * Ensures accounts, books opening balances, appends prices, rates and terms that have changed.
   *
   * @throws io.llmgateway.config.ConfigException when a setting contradicts what is booked
   */
  PricingRows apply(LedgerSettings settings, Collection<ProviderCard> cards);

  /**
   * @return the wallet's new state, or empty when the reference has been booked before
   */
  Optional<WalletState> topUp(String account, Amount amount, String reference);

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
   */
  record Posted(List<Receipt> receipts, List<WalletState> wallets) {}
}
