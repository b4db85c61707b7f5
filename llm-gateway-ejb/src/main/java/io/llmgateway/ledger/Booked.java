package io.llmgateway.ledger;

import java.util.List;

/**
 * What has become of a booking that somebody asked for.
 *
 * @param entry null when there was nothing to book
 * @param first false when it had been booked before
 * @param wallets as they are after it
 */
public record Booked(EntryView entry, boolean first, List<WalletState> wallets) {
  public Booked {
    wallets = List.copyOf(wallets);
  }
}
