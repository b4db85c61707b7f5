-- What V8 planned of reconciliations, as it came to be; nothing was written to it before.
drop table reconciliation_line;
drop table reconciliation;

-- Locked by whoever imports, so that no two imports are of the same days.
insert into ledger_guard (name) values ('reconciliations');

-- A provider's invoice or usage file beside what the gateway recorded of the same days, which are
-- those of the provider's time zone. State OPEN: a difference is in clearing; MATCHED: there is none;
-- RESOLVED: all of it has been written off; WITHDRAWN: taken back, and its reference is free again
-- (active_reference is null). Entries counts the journal entries, which are numbered by it.
create table reconciliation (
  id varchar(36) not null,
  provider varchar(100) not null,
  currency varchar(3) not null,
  reference varchar(150) not null,
  active_reference varchar(150),
  time_zone varchar(50) not null,
  granularity varchar(10) not null,
  channel varchar(100),
  first_day varchar(10) not null,
  last_day varchar(10) not null,
  starts_at timestamp(6) not null,
  ends_at timestamp(6) not null,
  content_hash varchar(64) not null,
  state varchar(10) not null,
  entries integer not null,
  principal varchar(200) not null,
  created_at timestamp(6) not null,
  compared_at timestamp(6) not null,
  constraint reconciliation_pk primary key (id),
  constraint reconciliation_reference unique (active_reference)
);
create index reconciliation_state on reconciliation (state, id);
create index reconciliation_provider on reconciliation (provider, ends_at);

-- One line for each day and model, as far as the file tells them apart. Stated is null where the
-- file has no such column; stated_cost is null where the provider does not name the line at all.
-- Posted is what went to clearing, resolved what left it for the variance.
create table reconciliation_line (
  reconciliation_id varchar(36) not null,
  line_no integer not null,
  usage_day varchar(10),
  model varchar(200),
  stated_requests bigint,
  stated_input_tokens bigint,
  stated_output_tokens bigint,
  stated_cost decimal(38, 12),
  attempts bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  recorded_cost decimal(38, 12) not null,
  interrupted bigint not null,
  posted decimal(38, 12) not null,
  resolved decimal(38, 12) not null,
  opened_at timestamp(6),
  constraint reconciliation_line_pk primary key (reconciliation_id, line_no)
);

-- What each entry on clearing:reconciliation:<provider> did to which line: what the provider asks
-- beyond the books is positive, so the sum over an entry is its posting there with the other sign.
-- Append-only.
create table clearing_movement (
  entry_id varchar(36) not null,
  reconciliation_id varchar(36) not null,
  line_no integer not null,
  amount decimal(38, 12) not null,
  constraint clearing_movement_pk primary key (entry_id, line_no)
);
create index clearing_movement_line on clearing_movement (reconciliation_id, line_no);

-- What a provider's days are compared with.
create index usage_record_provider on usage_record (provider, started_at);
