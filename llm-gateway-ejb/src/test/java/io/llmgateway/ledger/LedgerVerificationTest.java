package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.ResultSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each way to change the tables behind the gateway's back, and what the verification says. */
class LedgerVerificationTest extends SpoiledLedger {
  @Test
  void findsNothingInALedgerThatNobodyTouched() throws Exception {
    List<Finding> found = new ArrayList<>();
    VerificationSummary summary = verify(found);
    assertEquals(List.of(), found);
    assertEquals(0, summary.findings());
    assertEquals(2, summary.heads().size());
    assertTrue(summary.heads().stream().allMatch(h -> h.block() >= 8), summary.toString());
    for (String table :
        List.of("journal_block", "journal_entry", "posting", "usage_record", "wallet_hold")) {
      assertEquals(
          Long.valueOf(text("select count(*) from " + table)), summary.rows().get(table), table);
      assertTrue(summary.rows().get(table) > 0, table);
    }
    assertTrue(
        Integer.parseInt(text("select count(*) from usage_record where uncollected > 0")) > 0);
  }

  @Test
  void readsTheColumnsThatAreWritten() throws Exception {
    String written =
        CanonicalForm.line(
            "U", UsageRecord.parse(LedgerRows.records(database).next().line()).row());
    assertEquals(written, LedgerRows.records(database).next().line());
    List<String> columns = new ArrayList<>();
    try (ResultSet row = database.getMetaData().getColumns(null, null, "USAGE_RECORD", null)) {
      while (row.next()) {
        columns.add(row.getString("COLUMN_NAME").toLowerCase(java.util.Locale.ROOT));
      }
    }
    assertEquals(
        new TreeSet<>(columns), new TreeSet<>(List.of(LedgerRows.RECORD.columns().split(", "))));
  }

  @Test
  void namesAChangedAmount() throws Exception {
    String entry = text("select " + CALL);
    change("update posting set amount = amount + 1 where line_no = 1 and entry_id = " + CALL);
    assertFound(Finding.Code.ENTRY_UNBALANCED, entry);
    assertFound(Finding.Code.CALL_BOOKED_DIFFERENTLY, entry);
    assertFoundInBlock(Finding.Code.ENTRIES_CHANGED, entry);
    assertFound(Finding.Code.BALANCE_DIFFERS, "team");
  }

  @Test
  void namesAnAmountThatWasChangedOnBothSides() throws Exception {
    String entry = text("select " + TOP_UP);
    change("update posting set amount = amount * 2 where entry_id = " + TOP_UP);
    change("update wallet set balance = balance + 10");
    assertOnly(Finding.Code.ENTRIES_CHANGED);
    assertFoundInBlock(Finding.Code.ENTRIES_CHANGED, entry);
  }

  @Test
  void namesAChangedEntry() throws Exception {
    String entry = text("select " + TOP_UP);
    change("update journal_entry set reason = 'x' where id = " + TOP_UP);
    assertOnly(Finding.Code.ENTRIES_CHANGED);
    assertFoundInBlock(Finding.Code.ENTRIES_CHANGED, entry);
  }

  @Test
  void namesAnUnbalancedEntryEvenWhenTheHashesFit() throws Exception {
    String entry = text("select " + TOP_UP);
    change("update posting set currency = 'EUR' where amount < 0 and entry_id = " + TOP_UP);
    BookedLedger.rehash(database, 1);
    assertOnly(Finding.Code.ENTRY_UNBALANCED);
    assertFound(Finding.Code.ENTRY_UNBALANCED, entry);
  }

  @Test
  void namesWhatADeletedEntryLeaves() throws Exception {
    String entry = text("select " + CALL);
    String record = text("select min(id) from usage_record where entry_id = " + CALL);
    change("delete from journal_entry where id = '" + entry + "'");
    assertFound(Finding.Code.POSTING_WITHOUT_ENTRY, entry);
    assertFound(Finding.Code.RECORD_WITHOUT_ENTRY, record);
    assertTrue(codes().contains(Finding.Code.ENTRIES_CHANGED));
    assertTrue(codes().contains(Finding.Code.RECORDS_CHANGED));
  }

  @Test
  void noticesACallThatIsGoneWithoutATrace() throws Exception {
    String entry =
        text("select id from journal_entry where id not in (select entry_id from posting)");
    String block =
        text("select chain || '/' || block from journal_entry where id = '" + entry + "'");
    change("delete from usage_record where entry_id = '" + entry + "'");
    change("delete from journal_entry where id = '" + entry + "'");
    assertFound(Finding.Code.ENTRIES_CHANGED, block);
    assertFound(Finding.Code.RECORDS_CHANGED, block);
  }

  @Test
  void namesADeletedPosting() throws Exception {
    String entry = text("select " + CALL);
    change("delete from posting where line_no = 2 and entry_id = " + CALL);
    assertFound(Finding.Code.ENTRY_UNBALANCED, entry);
  }

  @Test
  void namesAnEntryWithoutPostings() throws Exception {
    String entry = text("select " + TOP_UP);
    change("delete from posting where entry_id = " + TOP_UP);
    assertFound(Finding.Code.ENTRY_EMPTY, entry);
  }

  @Test
  void namesACallWhoseUsageRecordsAreGone() throws Exception {
    String entry = text("select " + CALL);
    change("delete from usage_record where entry_id = '" + entry + "'");
    assertFound(Finding.Code.CALL_WITHOUT_RECORD, entry);
    assertTrue(codes().contains(Finding.Code.RECORDS_CHANGED));
  }

  @Test
  void namesADeletedAttempt() throws Exception {
    String record = text("select " + RECORD);
    String entry = text("select entry_id from usage_record where id = '" + record + "'");
    change("delete from usage_record where id = '" + record + "'");
    assertFound(Finding.Code.CALL_BOOKED_DIFFERENTLY, entry);
  }

  @Test
  void namesAUsageRecordWithoutEntry() throws Exception {
    String record = text("select " + RECORD);
    change("update usage_record set entry_id = null where id = '" + record + "'");
    assertFound(Finding.Code.RECORD_WITHOUT_ENTRY, record);
  }

  @Test
  void namesAUsageRecordOfAnotherCall() throws Exception {
    String record = text("select " + RECORD);
    change("update usage_record set call_id = 'x' where id = '" + record + "'");
    assertFound(Finding.Code.RECORD_OF_ANOTHER_CALL, record);
  }

  @Test
  void namesAUsageRecordThatWasMovedToAnotherCall() throws Exception {
    String record = text("select " + RECORD);
    change("update usage_record set entry_id = " + TOP_UP + " where id = '" + record + "'");
    assertFound(Finding.Code.RECORD_OUT_OF_ORDER, record);
    assertFound(Finding.Code.RECORD_OF_ANOTHER_CALL, record);
  }

  @Test
  void namesAChangedCharge() throws Exception {
    String record = text("select " + RECORD);
    change("update usage_record set charge = charge + 0.000000000001 where id = '" + record + "'");
    assertFound(Finding.Code.RECORD_COMPUTES_DIFFERENTLY, record);
    assertFoundInBlock(Finding.Code.RECORDS_CHANGED, record);
  }

  @Test
  void namesAChangedFieldThatIsNoMoney() throws Exception {
    String record = text("select " + RECORD);
    change("update usage_record set channel = 'another' where id = '" + record + "'");
    assertOnly(Finding.Code.RECORDS_CHANGED);
    assertFoundInBlock(Finding.Code.RECORDS_CHANGED, record);
  }

  @Test
  void namesRecordsWhosePriceWasChanged() throws Exception {
    String record = text("select " + RECORD);
    change("update price set input_price = input_price * 2");
    assertFound(Finding.Code.RECORD_COMPUTES_DIFFERENTLY, record);
  }

  @Test
  void namesAnAddedRow() throws Exception {
    change(
        "insert into journal_entry (id, kind, reference, created_at) values"
            + " ('01900000-0000-7000-8000-000000000000', 'TOP_UP', 'mine', current_timestamp)");
    change(
        "insert into posting select '01900000-0000-7000-8000-000000000000', line_no,"
            + " ledger_account, currency, amount from posting where entry_id = "
            + TOP_UP);
    assertFound(Finding.Code.ENTRY_WITHOUT_BLOCK, "01900000-0000-7000-8000-000000000000");
    change("update journal_entry set chain = 1, block = 2 where reference = 'mine'");
    assertTrue(codes().contains(Finding.Code.ENTRIES_CHANGED));
    change("update journal_entry set chain = 1, block = 999 where reference = 'mine'");
    assertFound(Finding.Code.ENTRY_WITHOUT_BLOCK, "01900000-0000-7000-8000-000000000000");
    change("update journal_entry set chain = 9, block = 1 where reference = 'mine'");
    assertFound(Finding.Code.ENTRY_WITHOUT_BLOCK, "01900000-0000-7000-8000-000000000000");
  }

  @Test
  void namesAMissingBlock() throws Exception {
    change("delete from journal_block where chain = 1 and block = 3");
    assertFound(Finding.Code.BLOCK_MISSING, "1/3");
    assertTrue(codes().contains(Finding.Code.ENTRY_WITHOUT_BLOCK));
  }

  @Test
  void namesAChainThatWasCutOff() throws Exception {
    change("delete from journal_block where chain = 1 and block > 3");
    assertFound(Finding.Code.CHAIN_HEAD_DIFFERS, "chain 1");
  }

  @Test
  void namesReorderedBlocks() throws Exception {
    change("update journal_block set block = -1 where chain = 1 and block = 3");
    change("update journal_block set block = 3 where chain = 1 and block = 4");
    change("update journal_block set block = 4 where chain = 1 and block = -1");
    assertFound(Finding.Code.BLOCK_OUT_OF_ORDER, "1/3");
    assertFound(Finding.Code.BLOCK_CHANGED, "1/3");
  }

  @Test
  void namesAChangedBlock() throws Exception {
    change("update journal_block set node = 'x' where chain = 2 and block = 3");
    assertOnly(Finding.Code.BLOCK_CHANGED);
    assertFound(Finding.Code.BLOCK_CHANGED, "2/3");
  }

  @Test
  void namesAnEntryOfTheWrongBlock() throws Exception {
    String entry = text("select min(id) from journal_entry where chain = 1 and block = 5");
    change("update journal_entry set block = 4 where chain = 1 and block = 5");
    change("update journal_entry set block = 5 where chain = 1 and block = 3");
    assertFound(Finding.Code.ENTRY_OUT_OF_ORDER, entry);
  }

  @Test
  void namesAWrongBalance() throws Exception {
    change("update wallet set balance = balance + 0.000000000001");
    assertOnly(Finding.Code.BALANCE_DIFFERS);
    assertFound(Finding.Code.BALANCE_DIFFERS, "team");
  }

  @Test
  void namesAWalletThatIsGone() throws Exception {
    change("delete from wallet");
    assertFound(Finding.Code.WALLET_MISSING, "wallet:team");
    assertTrue(codes().contains(Finding.Code.LEASE_INVALID) || leases() == 0);
  }

  @Test
  void namesAWalletBelowZero() throws Exception {
    change("alter table wallet drop constraint wallet_not_overdrawn");
    change("alter table wallet drop constraint wallet_not_overleased");
    change("update wallet set credit_line = -1000");
    assertOnly(Finding.Code.WALLET_OVERDRAWN);
  }

  @Test
  void namesAWrongSumOfLeases() throws Exception {
    change("update wallet set leased = leased + 1");
    assertOnly(Finding.Code.LEASED_DIFFERS);
  }

  @Test
  void namesALeaseOfANodeThatIsGone() throws Exception {
    change(
        "insert into wallet_lease (account, node, amount, wanted) values ('team', 'gone', 1, false)");
    change("update wallet set leased = leased + 1");
    assertOnly(Finding.Code.LEASE_INVALID);
  }

  @Test
  void namesAnOrphanHold() throws Exception {
    String call = text("select call_id from wallet_hold");
    change("update wallet_hold set state = 'PENDING', node = 'gone'");
    assertOnly(Finding.Code.HOLD_ORPHAN);
    assertFound(Finding.Code.HOLD_ORPHAN, call);
  }

  @Test
  void namesAHoldOfASettledCall() throws Exception {
    String call = text("select min(call_id) from usage_record");
    change("update ledger_node set state = 'LIVE'");
    change("update wallet_hold set state = 'PENDING', call_id = '" + call + "'");
    change("update wallet_hold set node = (select min(id) from ledger_node)");
    assertOnly(Finding.Code.HOLD_OF_SETTLED_CALL);
    assertFound(Finding.Code.HOLD_OF_SETTLED_CALL, call);
  }

  @Test
  void handsOnNoMoreThanTheLimitAndCountsAll() throws Exception {
    change("update usage_record set charge = charge + 1");
    List<Finding> found = new ArrayList<>();
    long count =
        new LedgerVerification(database, 3, found::add, Clock.systemUTC())
            .run(List.of())
            .findings();
    assertEquals(3, found.size());
    assertTrue(count > 10, "only " + count);
  }
}
