package io.llmgateway.ledger;

import static io.llmgateway.ledger.Finding.Code.SEALED_BALANCE_DIFFERS;
import static io.llmgateway.ledger.Finding.Code.SEALED_BLOCK_DIFFERS;
import static io.llmgateway.ledger.Finding.Code.SEAL_CHANGED;
import static io.llmgateway.ledger.Finding.Code.SEAL_OUT_OF_ORDER;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Whether the chains still hold what seals say: stored ones, and those that were kept elsewhere.
 */
final class SealChecks {
  private final SealTables tables;
  private final Findings findings;

  SealChecks(Connection connection, Findings findings) {
    this.tables = new SealTables(connection);
    this.findings = findings;
  }

  /**
   * @return how many stored seals there are
   */
  long run(List<Seal> kept) throws SQLException {
    long count = 0;
    String previous = CanonicalForm.NO_HASH;
    for (SealTables.StoredSeal stored = tables.next("");
        stored != null;
        stored = tables.next(stored.date())) {
      check(stored, previous);
      previous = stored.hash();
      count++;
    }
    for (Seal seal : kept) {
      checkKept(seal);
    }
    return count;
  }

  private void check(SealTables.StoredSeal stored, String previous) throws SQLException {
    Seal seal;
    try {
      seal = Seal.parse(stored.lines());
    } catch (IllegalArgumentException e) {
      findings.add(SEAL_CHANGED, stored.date(), e.getMessage());
      return;
    }
    if (!seal.hash().equals(stored.hash()) || !seal.date().toString().equals(stored.date())) {
      findings.add(
          SEAL_CHANGED,
          stored.date(),
          "its hash is " + stored.hash() + " and computes to " + seal.hash());
    }
    if (!seal.previousHash().equals(previous)) {
      findings.add(
          SEAL_OUT_OF_ORDER,
          stored.date(),
          "it follows the hash " + seal.previousHash() + ", the seal before has " + previous);
    }
    checkHeads(seal);
  }

  private void checkKept(Seal seal) throws SQLException {
    String date = seal.date().toString();
    SealTables.StoredSeal stored = tables.of(seal.date());
    if (stored == null || !stored.hash().equals(seal.hash())) {
      findings.add(
          SEAL_CHANGED,
          date,
          stored == null
              ? "a seal that was kept elsewhere is not among the stored ones"
              : "the stored seal has the hash %s, the one that was kept elsewhere %s"
                  .formatted(stored.hash(), seal.hash()));
    }
    checkHeads(seal);
    if (!tables.balances(seal.heads()).equals(seal.balances())) {
      findings.add(
          SEALED_BALANCE_DIFFERS, date, "the entries up to this seal do not sum to what it says");
    }
  }

  private void checkHeads(Seal seal) throws SQLException {
    for (ChainHead head : seal.heads()) {
      String hash =
          head.block() == 0 ? CanonicalForm.NO_HASH : tables.blockHash(head.chain(), head.block());
      if (!head.hash().equals(hash)) {
        findings.add(
            SEALED_BLOCK_DIFFERS,
            head.chain() + "/" + head.block(),
            "the seal of %s says hash %s, the chain %s"
                .formatted(
                    seal.date(), head.hash(), hash == null ? "has no such block" : "has " + hash));
      }
    }
  }
}
