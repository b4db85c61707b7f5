-- What has been booked stays as it is: the database refuses to change or to remove it. TRUNCATE and
-- DROP know no triggers here: the user of the gateway may do without the privilege DROP after the
-- migration. A migration that adds such a table also adds it here.
create or replace trigger posting_no_update before update on posting for each row
  signal sqlstate '45000' set message_text = 'refused: update of posting, which is append-only';
create or replace trigger journal_block_no_update before update on journal_block for each row
  signal sqlstate '45000' set message_text = 'refused: update of journal_block, which is append-only';
create or replace trigger usage_record_no_update before update on usage_record for each row
  signal sqlstate '45000' set message_text = 'refused: update of usage_record, which is append-only';
create or replace trigger price_no_update before update on price for each row
  signal sqlstate '45000' set message_text = 'refused: update of price, which is append-only';
create or replace trigger price_variant_no_update before update on price_variant for each row
  signal sqlstate '45000' set message_text = 'refused: update of price_variant, which is append-only';
create or replace trigger exchange_rate_no_update before update on exchange_rate for each row
  signal sqlstate '45000' set message_text = 'refused: update of exchange_rate, which is append-only';
create or replace trigger account_terms_no_update before update on account_terms for each row
  signal sqlstate '45000' set message_text = 'refused: update of account_terms, which is append-only';
create or replace trigger journal_entry_no_delete before delete on journal_entry for each row
  signal sqlstate '45000' set message_text = 'refused: delete of journal_entry, which is append-only';
create or replace trigger posting_no_delete before delete on posting for each row
  signal sqlstate '45000' set message_text = 'refused: delete of posting, which is append-only';
create or replace trigger journal_block_no_delete before delete on journal_block for each row
  signal sqlstate '45000' set message_text = 'refused: delete of journal_block, which is append-only';
create or replace trigger price_no_delete before delete on price for each row
  signal sqlstate '45000' set message_text = 'refused: delete of price, which is append-only';
create or replace trigger price_variant_no_delete before delete on price_variant for each row
  signal sqlstate '45000' set message_text = 'refused: delete of price_variant, which is append-only';
create or replace trigger exchange_rate_no_delete before delete on exchange_rate for each row
  signal sqlstate '45000' set message_text = 'refused: delete of exchange_rate, which is append-only';
create or replace trigger account_terms_no_delete before delete on account_terms for each row
  signal sqlstate '45000' set message_text = 'refused: delete of account_terms, which is append-only';
create or replace trigger audit_event_no_update before update on audit_event for each row
  signal sqlstate '45000' set message_text = 'refused: update of audit_event, which is append-only';
create or replace trigger audit_event_no_delete before delete on audit_event for each row
  signal sqlstate '45000' set message_text = 'refused: delete of audit_event, which is append-only';
create or replace trigger ledger_seal_no_update before update on ledger_seal for each row
  signal sqlstate '45000' set message_text = 'refused: update of ledger_seal, which is append-only';
create or replace trigger ledger_seal_no_delete before delete on ledger_seal for each row
  signal sqlstate '45000' set message_text = 'refused: delete of ledger_seal, which is append-only';
create or replace trigger ledger_seal_line_no_update before update on ledger_seal_line for each row
  signal sqlstate '45000' set message_text = 'refused: update of ledger_seal_line, which is append-only';
create or replace trigger ledger_seal_line_no_delete before delete on ledger_seal_line for each row
  signal sqlstate '45000' set message_text = 'refused: delete of ledger_seal_line, which is append-only';
create or replace trigger clearing_movement_no_update before update on clearing_movement for each row
  signal sqlstate '45000' set message_text = 'refused: update of clearing_movement, which is append-only';
create or replace trigger clearing_movement_no_delete before delete on clearing_movement for each row
  signal sqlstate '45000' set message_text = 'refused: delete of clearing_movement, which is append-only';
create or replace trigger usage_summary_no_update before update on usage_summary for each row
  signal sqlstate '45000' set message_text = 'refused: update of usage_summary, which is append-only';
create or replace trigger usage_summary_no_delete before delete on usage_summary for each row
  signal sqlstate '45000' set message_text = 'refused: delete of usage_summary, which is append-only';
create or replace trigger usage_archive_file_no_update before update on usage_archive_file for each row
  signal sqlstate '45000' set message_text = 'refused: update of usage_archive_file, which is append-only';
create or replace trigger usage_archive_file_no_delete before delete on usage_archive_file for each row
  signal sqlstate '45000' set message_text = 'refused: delete of usage_archive_file, which is append-only';
create or replace trigger usage_archive_chain_no_update before update on usage_archive_chain for each row
  signal sqlstate '45000' set message_text = 'refused: update of usage_archive_chain, which is append-only';
create or replace trigger usage_archive_chain_no_delete before delete on usage_archive_chain for each row
  signal sqlstate '45000' set message_text = 'refused: delete of usage_archive_chain, which is append-only';

delimiter //
-- Entries of the time before there were chains get their place in one, once.
create or replace trigger journal_entry_no_update before update on journal_entry for each row
begin
  if old.chain is not null or new.chain is null or not (new.id <=> old.id and new.kind <=> old.kind
      and new.reference <=> old.reference and new.created_at <=> old.created_at
      and new.principal <=> old.principal and new.reason <=> old.reason
      and new.reverses <=> old.reverses) then
    signal sqlstate '45000' set message_text = 'refused: update of journal_entry, which is append-only';
  end if;
end//
-- An archive is open to change until it is whole.
create or replace trigger usage_archive_no_update before update on usage_archive for each row
begin
  if old.state = 'ARCHIVED' then
    signal sqlstate '45000' set message_text = 'refused: update of usage_archive, which is append-only';
  end if;
end//
create or replace trigger usage_archive_no_delete before delete on usage_archive for each row
begin
  if old.state = 'ARCHIVED' then
    signal sqlstate '45000' set message_text = 'refused: delete of usage_archive, which is append-only';
  end if;
end//
-- Usage records leave when a month is archived, in a session that says so.
create or replace trigger usage_record_no_delete before delete on usage_record for each row
begin
  if @llm_gateway_archiving is null or @llm_gateway_archiving <> 'on' then
    signal sqlstate '45000' set message_text = 'refused: delete of usage_record, which is append-only';
  end if;
end//
delimiter ;
