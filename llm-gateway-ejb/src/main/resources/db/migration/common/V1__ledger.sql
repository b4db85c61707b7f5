-- Money. Ids are UUIDv7 text made by the application, so that they grow with time; times are UTC.
-- A credit is positive and a debit negative: the postings of an entry sum to zero per currency, and
-- a wallet's balance is the sum of the postings on its ledger account 'wallet:<account>'.
--
-- The tables that each call writes have no foreign keys: a settlement writes entry, postings and
-- records in one transaction, and on PostgreSQL a key from each record to the one price row in use
-- would make all settlements lock that row.

create table wallet (
  account varchar(100) not null,
  currency varchar(3) not null,
  balance decimal(38, 12) not null,
  credit_line decimal(38, 12) not null,
  version bigint not null,
  created_at timestamp(6) not null,
  constraint wallet_pk primary key (account),
  constraint wallet_not_overdrawn check (balance + credit_line >= 0)
);

create table journal_entry (
  id varchar(36) not null,
  kind varchar(20) not null,
  reference varchar(200) not null,
  created_at timestamp(6) not null,
  constraint journal_entry_pk primary key (id),
  constraint journal_entry_reference unique (reference)
);

create table posting (
  entry_id varchar(36) not null,
  line_no integer not null,
  ledger_account varchar(200) not null,
  currency varchar(3) not null,
  amount decimal(38, 12) not null,
  constraint posting_pk primary key (entry_id, line_no)
);
create index posting_ledger_account on posting (ledger_account, entry_id);

-- Append-only. A row holds from valid_from until the next row of the same kind, provider and model;
-- one without prices says that there is none from then on. Per million tokens. Kind LIST is a
-- provider's price for its own model; kind OPERATOR is the operator's for a public model (provider -).
create table price (
  id varchar(36) not null,
  kind varchar(10) not null,
  provider varchar(100) not null,
  model varchar(200) not null,
  input_price decimal(38, 12),
  output_price decimal(38, 12),
  cache_read_price decimal(38, 12),
  cache_write_price decimal(38, 12),
  currency varchar(3) not null,
  source varchar(500) not null,
  valid_from timestamp(6) not null,
  constraint price_pk primary key (id)
);
create index price_model on price (kind, provider, model, valid_from);

-- Append-only, as prices are: units of to_currency for one unit of from_currency, or no rate.
create table exchange_rate (
  id varchar(36) not null,
  from_currency varchar(3) not null,
  to_currency varchar(3) not null,
  rate decimal(38, 12),
  source varchar(500) not null,
  valid_from timestamp(6) not null,
  constraint exchange_rate_pk primary key (id)
);
create index exchange_rate_pair on exchange_rate (from_currency, to_currency, valid_from);

-- One row per attempt. The id carries the time of settlement, and lists go by it. The charge is what
-- usage, price and rate give; uncollected is the part of it that no money was left for.
create table usage_record (
  id varchar(36) not null,
  call_id varchar(36) not null,
  attempt integer not null,
  request_id varchar(200) not null,
  api_key varchar(100) not null,
  account varchar(100) not null,
  requested_model varchar(200) not null,
  public_model varchar(200) not null,
  provider varchar(100) not null,
  upstream_model varchar(200) not null,
  channel varchar(100) not null,
  operation varchar(30) not null,
  streamed boolean not null,
  outcome varchar(20) not null,
  end_state varchar(30) not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_write_tokens bigint not null,
  reasoning_tokens bigint not null,
  usage_source varchar(30) not null,
  price_id varchar(36),
  cost_price_id varchar(36),
  exchange_rate_id varchar(36),
  cost decimal(38, 12),
  cost_currency varchar(3),
  charge decimal(38, 12) not null,
  charge_currency varchar(3) not null,
  uncollected decimal(38, 12) not null,
  entry_id varchar(36),
  started_at timestamp(6) not null,
  first_token_ms bigint,
  duration_ms bigint not null,
  settled_at timestamp(6) not null,
  constraint usage_record_pk primary key (id),
  constraint usage_record_attempt unique (call_id, attempt)
);
create index usage_record_api_key on usage_record (api_key, id);
create index usage_record_account on usage_record (account, id);
create index usage_record_request on usage_record (request_id);

-- The durable trace of a call in flight. A PENDING row whose expires_at has passed belongs to a
-- process that is no more: a living one renews its rows.
create table wallet_hold (
  call_id varchar(36) not null,
  account varchar(100) not null,
  currency varchar(3) not null,
  amount decimal(38, 12) not null,
  state varchar(10) not null,
  node varchar(36) not null,
  created_at timestamp(6) not null,
  expires_at timestamp(6) not null,
  ended_at timestamp(6),
  constraint wallet_hold_pk primary key (call_id)
);
create index wallet_hold_state on wallet_hold (state, expires_at);

-- Locked by whoever changes accounts, prices or rates, so that two nodes do it one after the other.
create table ledger_guard (
  name varchar(20) not null,
  constraint ledger_guard_pk primary key (name)
);
insert into ledger_guard (name) values ('settings');
