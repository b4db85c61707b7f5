-- What has been booked stays as it is: the database refuses to change or to remove it, whoever asks.
-- A migration that adds such a table also adds it here; one that must rewrite rows drops the trigger
-- of its table first, and this file, which runs after it when its text has changed, puts it back.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'refused: % of %, which is append-only', lower(tg_op),
    regexp_replace(tg_table_name, '^usage_record_.*', 'usage_record')
    using errcode = 'restrict_violation';
end $$;

-- Entries of the time before there were chains get their place in one, once.
create or replace function refuse_change_of_entry() returns trigger language plpgsql as $$
declare
  unplaced journal_entry;
begin
  unplaced := new;
  unplaced.chain := null;
  unplaced.block := null;
  if new.chain is null or unplaced is distinct from old then
    raise exception 'refused: % of %, which is append-only', lower(tg_op), tg_table_name
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

do $$
declare
  t text;
begin
  foreach t in array array['journal_entry', 'posting', 'journal_block', 'usage_record', 'price',
      'price_variant', 'exchange_rate', 'account_terms', 'audit_event',
      'ledger_seal', 'ledger_seal_line', 'clearing_movement', 'usage_summary', 'usage_archive',
      'usage_archive_file', 'usage_archive_chain'] loop
    execute format('drop trigger if exists no_update on %I', t);
    execute format('drop trigger if exists no_delete on %I', t);
    execute format('drop trigger if exists no_truncate on %I', t);
    -- An archive is open to change until it is whole.
    execute format('create trigger no_update before update on %I for each row %s execute function %s()',
        t, case t when 'usage_archive' then 'when (old.state = ''ARCHIVED'')' else '' end,
        case t when 'journal_entry' then 'refuse_change_of_entry' else 'refuse_change' end);
    -- Usage records leave when a month is archived, in a transaction that says so.
    execute format('create trigger no_delete before delete on %I for each row %s execute function refuse_change()',
        t, case t when 'usage_record'
          then 'when (current_setting(''llm_gateway.archiving'', true) is distinct from ''on'')'
          when 'usage_archive' then 'when (old.state = ''ARCHIVED'')' else '' end);
    execute format('create trigger no_truncate before truncate on %I execute function refuse_change()', t);
  end loop;
  -- Partitions take over the triggers for each row, but not this one.
  for t in select inhrelid::regclass::text from pg_inherits
      where inhparent = 'usage_record'::regclass loop
    execute format('drop trigger if exists no_truncate on %s', t);
    execute format('create trigger no_truncate before truncate on %s execute function refuse_change()', t);
  end loop;
end $$;
