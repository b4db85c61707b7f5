package io.llmgateway.ledger;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes that share one database, and what each has leased of the wallets. Each method is one
 * transaction, as in {@link Books}.
 */
public interface Nodes {

  /**
   * Makes this process known, with a chain of blocks to go on with.
   *
   * @param id new for each start
   * @return the node, which from now on has to beat
   */
  Node register(String id, String name);

  /**
   * Gives entries of the time before there were blocks their place in a chain of their own.
   *
   * @return how many have got one, not all of them at once; 0 when each has
   */
  int adopt();

  /**
   * Says that this node lives, and looks around.
   *
   * @throws NodeLostException when this node was taken to be dead
   */
  Pulse pulse(Node node);

  /**
   * Leases more of a wallet for this node: all that is left when it is alone, else a share. When
   * there is not enough, the other nodes are asked to give back what they do not hold.
   *
   * @param shortage above zero
   * @throws NodeLostException when this node was taken to be dead
   */
  Lease lease(Node node, String account, Amount shortage);

  /**
   * Returns a part of a lease, which this node must not use any more.
   *
   * @return what is left of it
   */
  Lease giveBack(Node node, String account, Amount amount);

  /**
   * Takes over from a node that is dead: its leases return, its calls in flight are booked as
   * interrupted, its chain is free. Doing so again changes nothing.
   *
   * @param by this node
   * @param settled calls that the caller settles right after, because it knows what they cost
   */
  Recovery recover(Node by, String deadNode, Set<String> settled);

  /** This node ends in good order: its leases return, and nobody has to recover it. */
  void leave(Node node);

  /**
   * What a node sees when it beats.
   *
   * @param beats of the living nodes, by id; a beat that stands still is a dead node's
   * @param wanted the accounts whose leases others need
   * @param strays nodes that are not living and still have leases or calls in flight
   * @param settingsVersion grows with each change of accounts, prices, rates, terms or keys
   */
  record Pulse(
      Map<String, Long> beats, List<String> wanted, List<String> strays, long settingsVersion) {}

  /**
   * What a node has leased of a wallet.
   *
   * @param wallet as committed
   * @param amount of this node's lease, zero or more
   * @param othersHold whether other nodes have leases of the wallet
   * @param unanswered whether one of them has been asked and has not given back yet
   */
  record Lease(WalletState wallet, Amount amount, boolean othersHold, boolean unanswered) {}

  /**
   * What was found of a dead node.
   *
   * @param interrupted the calls that were in flight
   * @param wallets as committed, of those that it had leased
   */
  record Recovery(List<InterruptedCall> interrupted, List<WalletState> wallets) {
    static final Recovery NOTHING = new Recovery(List.of(), List.of());
  }
}
