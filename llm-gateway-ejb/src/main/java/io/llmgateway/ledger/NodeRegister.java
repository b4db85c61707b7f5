package io.llmgateway.ledger;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** The nodes in the data source of the server; each method is a JTA transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class NodeRegister implements Nodes {
  private static final int MOST_HOLDS_AT_ONCE = 500;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private Clock clock;
  @Inject private GrowingIds ids;

  public NodeRegister() {}

  NodeRegister(DataSource connections, Clock clock, GrowingIds ids) {
    this.connections = connections;
    this.clock = clock;
    this.ids = ids;
  }

  private <T> T with(SqlWork<T> work) {
    return SqlWork.on(connections, work);
  }

  @Override
  public Node register(String id, String name) {
    return with(
        connection -> {
          NodeTables tables = new NodeTables(connection);
          tables.lockGuard();
          tables.insert(id, name, clock.instant());
          ChainTables chains = new ChainTables(connection);
          int chain = chains.claim(id);
          ids.startAfter(chains.lastMillis(chain) + 1_000);
          return new Node(id, name, chain);
        });
  }

  @Override
  public int adopt() {
    return with(
        connection -> {
          new NodeTables(connection).lockGuard();
          return new EntryAdoption(connection, clock.instant()).adopt();
        });
  }

  @Override
  public Pulse pulse(Node node) {
    return with(
        connection -> {
          NodeTables tables = new NodeTables(connection);
          if (!tables.beat(node.id())) {
            throw new NodeLostException(node.id());
          }
          return new Pulse(
              tables.beats(), tables.wanted(node.id()), tables.strays(), tables.settingsVersion());
        });
  }

  @Override
  public Lease lease(Node node, String account, Amount shortage) {
    return with(
        connection -> {
          NodeTables tables = new NodeTables(connection);
          SettlementTables rows = new SettlementTables(connection);
          WalletState wallet = lock(rows, account);
          if (!tables.living(node.id())) {
            throw new NodeLostException(node.id());
          }
          Amount own = rows.leases(node.id(), List.of(account)).get(account);
          if (wallet.unleased().compareTo(shortage) < 0) {
            boolean unanswered = tables.unanswered(node.id(), account);
            boolean others = tables.want(node.id(), account) > 0;
            Amount have = own == null ? Amount.zero(shortage.currency()) : own;
            return new Lease(wallet, have, others, unanswered);
          }
          int nodes = tables.beats().size();
          Amount share = nodes == 1 ? wallet.unleased() : wallet.unleased().part(2 * nodes);
          return grant(node, wallet, own, share.max(shortage), connection);
        });
  }

  private static Lease grant(
      Node node, WalletState wallet, Amount own, Amount more, Connection connection)
      throws SQLException {
    NodeTables tables = new NodeTables(connection);
    Amount lease = own == null ? more : own.plus(more);
    WalletState next = wallet.leasing(more);
    if (own == null) {
      tables.insertLease(node.id(), wallet.account(), lease);
    } else {
      tables.setLease(node.id(), wallet.account(), lease);
    }
    new SettlementTables(connection).updateWallets(List.of(next));
    return new Lease(next, lease, false, false);
  }

  @Override
  public Lease giveBack(Node node, String account, Amount amount) {
    return with(
        connection -> {
          SettlementTables rows = new SettlementTables(connection);
          WalletState wallet = lock(rows, account);
          Amount zero = Amount.zero(amount.currency());
          Amount own = rows.leases(node.id(), List.of(account)).getOrDefault(account, zero);
          Amount back = amount.min(own);
          WalletState next = wallet.leasing(back.negate());
          new NodeTables(connection).setLease(node.id(), account, own.minus(back));
          rows.updateWallets(List.of(next));
          return new Lease(next, own.minus(back), false, false);
        });
  }

  private static WalletState lock(SettlementTables rows, String account) throws SQLException {
    WalletState wallet = rows.lockWallets(List.of(account)).get(account);
    if (wallet == null) {
      throw new IllegalArgumentException("there is no account " + account);
    }
    return wallet;
  }

  @Override
  public Recovery recover(Node by, String deadNode, Set<String> settled) {
    return with(
        connection -> {
          Instant now = clock.instant();
          new NodeTables(connection).end(deadNode, "DEAD", now);
          HoldTables holds = new HoldTables(connection);
          List<InterruptedCall> calls =
              holds.pending(deadNode, MOST_HOLDS_AT_ONCE).stream()
                  .filter(c -> !settled.contains(c.callId()))
                  .toList();
          BlockDraft block =
              new BlockDraft(connection, by, ids, now, accounts(connection, deadNode, calls));
          List<WalletState> returned = returnLeases(connection, deadNode, block);
          List<InterruptedCall> unbooked = new ArrayList<>();
          SettlementTables tables = new SettlementTables(connection);
          for (InterruptedCall call : calls) {
            String currency = call.upperBound().currency();
            if (tables.paid(call.callId(), call.account(), currency) == null) {
              unbooked.add(call);
            }
          }
          new BatchWriter(block).book(unbooked.stream().map(Booking::interrupted).toList());
          block.write();
          holds.end(calls.stream().map(InterruptedCall::callId).toList(), HoldState.EXPIRED, now);
          new ChainTables(connection).release(deadNode);
          return new Recovery(unbooked, returned);
        });
  }

  private static TreeSet<String> accounts(
      Connection connection, String node, List<InterruptedCall> calls) throws SQLException {
    TreeSet<String> accounts = new TreeSet<>(new NodeTables(connection).leasedAccounts(node));
    calls.forEach(c -> accounts.add(c.account()));
    return accounts;
  }

  private static List<WalletState> returnLeases(
      Connection connection, String node, BlockDraft block) throws SQLException {
    NodeTables tables = new NodeTables(connection);
    List<String> accounts = tables.leasedAccounts(node);
    if (accounts.isEmpty()) {
      return List.of();
    }
    Map<String, Amount> leases = new SettlementTables(connection).leases(node, accounts);
    Map<String, WalletState> returned = new HashMap<>();
    leases.forEach((account, lease) -> returned.put(account, block.unlease(account, lease)));
    tables.deleteLeases(node);
    return List.copyOf(returned.values());
  }

  @Override
  public void leave(Node node) {
    with(
        connection -> {
          Instant now = clock.instant();
          BlockDraft block =
              new BlockDraft(
                  connection, node, ids, now, accounts(connection, node.id(), List.of()));
          returnLeases(connection, node.id(), block);
          block.write();
          new NodeTables(connection).end(node.id(), "STOPPED", now);
          new ChainTables(connection).release(node.id());
          return null;
        });
  }
}
