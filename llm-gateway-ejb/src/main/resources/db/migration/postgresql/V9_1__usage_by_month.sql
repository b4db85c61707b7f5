-- Usage records lie in one partition for each month (UTC), so that a month can go as a whole. The id
-- carries the time, so a month is a range of ids, and the id stays the key. That a call's attempts
-- are there once is kept within each partition; that a call is booked once is kept by the reference
-- of its journal entry.
--
-- Functions, which run as the owner of the tables: the nodes' user may own nothing. The gateway calls
-- them on each start and every hour for the months ahead, and when it archives a month.

-- The smallest id of a month.
create function usage_record_bound(month date) returns text language sql immutable as $$
  select substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7000-8000-000000000000'
  from (select lpad(to_hex((extract(epoch from month::timestamp) * 1000)::bigint), 12, '0') as h) t
$$;

-- Makes a month's partition when there is none, and moves its records there if they are in the
-- default partition. Attaching keeps nobody from writing; should a reader be in the way of it, it
-- gives up after two seconds.
create function usage_record_month(month date) returns void language plpgsql as $$
declare
  part text := 'usage_record_' || to_char(month, 'YYYY_MM');
  low text := usage_record_bound(month);
  high text := usage_record_bound((month + interval '1 month')::date);
begin
  if to_regclass(part) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(70368744, 9);
  if to_regclass(part) is not null then
    return;
  end if;
  perform set_config('lock_timeout', '2s', true);
  execute format('create table %I (like usage_record including defaults including indexes,'
    ' unique (call_id, attempt))', part);
  if exists (select from usage_record_default where id >= low and id < high) then
    perform set_config('llm_gateway.archiving', 'on', true);
    execute format('with moved as (delete from usage_record_default where id >= $1 and id < $2'
      ' returning *) insert into %I select * from moved', part) using low, high;
    perform set_config('llm_gateway.archiving', 'off', true);
  end if;
  execute format('alter table usage_record attach partition %I for values from (%L) to (%L)',
    part, low, high);
  if to_regproc('refuse_change') is not null then
    execute format('create trigger no_truncate before truncate on %I execute function'
      ' refuse_change()', part);
  end if;
end $$;

-- The months of a table's ids, those that can be the time of a record.
create function usage_record_months(source regclass) returns setof date language plpgsql as $$
begin
  return query execute format('select distinct date_trunc(''month'', to_timestamp((''x'' ||'
    ' substr(replace(id, ''-'', ''''), 1, 12))::bit(48)::bigint / 1000.0) at time zone ''utc'')::date'
    ' from %s where id ~ ''^[0-9a-f]{8}-[0-9a-f]{4}-7''', source);
end $$;

-- The months of records that wait in the default partition, this one, and so many ahead.
create function usage_record_prepare(ahead integer) returns void
    language plpgsql security definer set search_path from current as $$
declare
  this date := date_trunc('month', now() at time zone 'utc')::date;
  month date;
begin
  for month in select usage_record_months('usage_record_default')
      union select (this + n * interval '1 month')::date from generate_series(0, ahead) n loop
    perform usage_record_month(month);
  end loop;
end $$;

-- Where the records of a month are.
create function usage_record_place(month date) returns text language sql stable as $$
  select case when to_regclass('usage_record_' || to_char(month, 'YYYY_MM')) is null
    then 'usage_record_default' else 'usage_record_' || to_char(month, 'YYYY_MM') end
$$;

-- Lets nobody add a record to a month until the end of the transaction.
create function usage_record_close(month date) returns void
    language plpgsql security definer set search_path from current as $$
begin
  perform set_config('lock_timeout', '2s', true);
  execute format('lock table %I in share mode', usage_record_place(month));
end $$;

-- Removes the records of a month that is being archived and whose sums are there, and says how many
-- they were.
create function usage_record_remove(month date) returns bigint
    language plpgsql security definer set search_path from current as $$
declare
  place text := usage_record_place(month);
  low text := usage_record_bound(month);
  high text := usage_record_bound((month + interval '1 month')::date);
  found_records bigint;
  summed bigint;
begin
  execute format('select count(*) from %I where id >= $1 and id < $2', place)
    into found_records using low, high;
  select coalesce(sum(attempts), 0) into summed from usage_summary
    where archive_month = to_char(month, 'YYYY-MM');
  if found_records <> summed or not exists (select from usage_archive
      where archive_month = to_char(month, 'YYYY-MM') and state = 'WRITING') then
    raise exception 'refused: removal of usage_record, which is append-only'
      using errcode = 'restrict_violation';
  end if;
  if place = 'usage_record_default' then
    perform set_config('llm_gateway.archiving', 'on', true);
    delete from usage_record_default where id >= low and id < high;
    perform set_config('llm_gateway.archiving', 'off', true);
  else
    execute format('drop table %I', place);
  end if;
  return found_records;
end $$;

revoke execute on function usage_record_month(date), usage_record_prepare(integer),
  usage_record_close(date), usage_record_remove(date) from public;

alter table usage_record rename to usage_record_before;
alter table usage_record_before drop constraint usage_record_pk;
alter table usage_record_before drop constraint usage_record_attempt;
drop index usage_record_api_key, usage_record_account, usage_record_request, usage_record_model,
  usage_record_channel;

create table usage_record (
  like usage_record_before including defaults,
  constraint usage_record_pk primary key (id)
) partition by range (id);
create index usage_record_api_key on usage_record (api_key, id);
create index usage_record_account on usage_record (account, id);
create index usage_record_request on usage_record (request_id);
create index usage_record_model on usage_record (public_model, id);
create index usage_record_channel on usage_record (channel, id);
create table usage_record_default partition of usage_record (unique (call_id, attempt)) default;

do $$
declare
  month date;
begin
  for month in select usage_record_months('usage_record_before') loop
    perform usage_record_month(month);
  end loop;
end $$;
insert into usage_record select * from usage_record_before;
drop table usage_record_before;
select usage_record_prepare(2);
