package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What only a seal finds: a ledger that was written anew, with hashes that fit. */
class SealVerificationTest extends SpoiledLedger {

  @Test
  void aSealThatIsKeptElsewhereFindsARewrittenChain() throws Exception {
    Seal kept = seal();
    new SealTables(database).insert(kept);
    assertEquals(Set.of(), codes(kept));
    change("delete from ledger_seal");
    change("update posting set amount = amount * 2 where entry_id = " + TOP_UP);
    change("update wallet set balance = balance + 10");
    BookedLedger.rehash(database, 1);
    assertEquals(Set.of(), codes());
    assertEquals(
        Set.of(
            Finding.Code.SEALED_BLOCK_DIFFERS,
            Finding.Code.SEALED_BALANCE_DIFFERS,
            Finding.Code.SEAL_CHANGED),
        codes(kept));
  }

  @Test
  void aStoredSealFindsAChainThatWasCutOffWithItsHead() throws Exception {
    new SealTables(database).insert(seal());
    assertEquals(Set.of(), codes());
    change("update journal_chain set last_block = 0, last_hash = '" + CanonicalForm.NO_HASH + "'");
    change("delete from journal_block");
    change("delete from usage_record");
    change("delete from posting");
    change("delete from journal_entry");
    change("delete from wallet_lease");
    change("update wallet set leased = 0, balance = 0");
    assertOnly(Finding.Code.SEALED_BLOCK_DIFFERS);
  }

  @Test
  void namesAChangedSeal() throws Exception {
    new SealTables(database).insert(seal());
    change("update ledger_seal_line set line = replace(line, 'H|1|', 'H|3|') where line_no = 2");
    assertTrue(codes().contains(Finding.Code.SEAL_CHANGED));
  }
}
