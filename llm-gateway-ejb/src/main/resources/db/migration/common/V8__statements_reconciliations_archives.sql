-- Invoice numbers have no gaps: the guard's row is locked by whoever issues one, and the number is
-- taken in the transaction that writes the invoice.
insert into ledger_guard (name) values ('invoices');

create table invoice_sequence (
  issuer varchar(100) not null,
  issue_year integer not null,
  last_number bigint not null,
  constraint invoice_sequence_pk primary key (issuer, issue_year)
);

-- A statement of a month that is over, with its number. What it says follows from postings and usage
-- records; the hash over it says whether that is still so.
create table invoice (
  id varchar(36) not null,
  issuer varchar(100) not null,
  invoice_number varchar(20) not null,
  account varchar(100) not null,
  statement_month varchar(7) not null,
  currency varchar(3) not null,
  opening_balance decimal(38, 12) not null,
  usage_charge decimal(38, 12) not null,
  closing_balance decimal(38, 12) not null,
  statement_hash varchar(64) not null,
  principal varchar(200) not null,
  issued_at timestamp(6) not null,
  constraint invoice_pk primary key (id),
  constraint invoice_number unique (issuer, invoice_number),
  constraint invoice_of_month unique (account, statement_month)
);

-- A provider's invoice or usage file beside what the gateway recorded of the same days. State OPEN:
-- compared; POSTED: the difference is booked to clearing; RESOLVED: it has been written off, or
-- there was none.
create table reconciliation (
  id varchar(36) not null,
  provider varchar(100) not null,
  currency varchar(3) not null,
  first_day varchar(10) not null,
  last_day varchar(10) not null,
  source varchar(200) not null,
  file_hash varchar(64) not null,
  stated decimal(38, 12) not null,
  recorded decimal(38, 12) not null,
  state varchar(10) not null,
  principal varchar(200) not null,
  created_at timestamp(6) not null,
  posted_at timestamp(6),
  resolved_at timestamp(6),
  constraint reconciliation_pk primary key (id)
);
create index reconciliation_state on reconciliation (state, id);

-- One line for each day and model of the provider.
create table reconciliation_line (
  reconciliation_id varchar(36) not null,
  line_no integer not null,
  usage_day varchar(10) not null,
  model varchar(200) not null,
  stated_input_tokens bigint not null,
  stated_output_tokens bigint not null,
  stated_cost decimal(38, 12) not null,
  attempts bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  recorded_cost decimal(38, 12) not null,
  interrupted bigint not null,
  upper_bound decimal(38, 12) not null,
  constraint reconciliation_line_pk primary key (reconciliation_id, line_no)
);

-- Months whose usage records have gone to a file. Their sums stay: by the day a call began on, and
-- by the month in whose statement it is.
create table usage_archive (
  archive_month varchar(7) not null,
  file_name varchar(200) not null,
  file_hash varchar(64) not null,
  record_count bigint not null,
  block_count bigint not null,
  first_id varchar(36),
  last_id varchar(36),
  principal varchar(200) not null,
  archived_at timestamp(6) not null,
  constraint usage_archive_pk primary key (archive_month)
);

create table usage_summary (
  archive_month varchar(7) not null,
  line_no bigint not null,
  statement_month varchar(7) not null,
  usage_day varchar(10) not null,
  account varchar(100) not null,
  api_key varchar(100) not null,
  public_model varchar(200) not null,
  provider varchar(100) not null,
  upstream_model varchar(200) not null,
  end_state varchar(30) not null,
  price_id varchar(36),
  cost_price_id varchar(36),
  exchange_rate_id varchar(36),
  terms_id varchar(36),
  cost_currency varchar(3),
  charge_currency varchar(3) not null,
  attempts bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_write_tokens bigint not null,
  reasoning_tokens bigint not null,
  images bigint not null,
  charge decimal(38, 12) not null,
  uncollected decimal(38, 12) not null,
  cost decimal(38, 12) not null,
  upper_bound decimal(38, 12) not null,
  constraint usage_summary_pk primary key (archive_month, statement_month, line_no)
);
create index usage_summary_account on usage_summary (account, statement_month);
create index usage_summary_provider on usage_summary (provider, usage_day);
