-- Months whose usage records have gone to files. Nothing has used these tables before.
drop table usage_summary;
drop table usage_archive;

-- State WRITING: the files are being written, by that node; ARCHIVED: they are whole, and the
-- records are no longer in the database. The step between the two is one transaction.
create table usage_archive (
  archive_month varchar(7) not null,
  state varchar(10) not null,
  node varchar(36) not null,
  directory varchar(200) not null,
  manifest_hash varchar(64),
  record_count bigint,
  first_id varchar(36),
  last_id varchar(36),
  principal varchar(200) not null,
  started_at timestamp(6) not null,
  archived_at timestamp(6),
  constraint usage_archive_pk primary key (archive_month)
);

create table usage_archive_file (
  archive_month varchar(7) not null,
  file_no integer not null,
  file_name varchar(200) not null,
  file_hash varchar(64) not null,
  byte_count bigint not null,
  record_count bigint not null,
  first_id varchar(36) not null,
  last_id varchar(36) not null,
  constraint usage_archive_file_pk primary key (archive_month, file_no)
);

-- The blocks of each chain that have records in the archive.
create table usage_archive_chain (
  archive_month varchar(7) not null,
  chain integer not null,
  first_block bigint not null,
  last_block bigint not null,
  record_count bigint not null,
  constraint usage_archive_chain_pk primary key (archive_month, chain)
);

-- What archived records come to: by the day a call began on and the day it was settled on (UTC),
-- and by the month in whose statement it is; a line has the id of its first record. A call counts as a request where its first attempt is.
create table usage_summary (
  archive_month varchar(7) not null,
  first_id varchar(36) not null,
  statement_month varchar(7) not null,
  usage_day varchar(10) not null,
  settled_day varchar(10) not null,
  account varchar(100) not null,
  api_key varchar(100) not null,
  public_model varchar(200) not null,
  provider varchar(100) not null,
  upstream_model varchar(200) not null,
  channel varchar(100) not null,
  operation varchar(30) not null,
  end_state varchar(30) not null,
  price_id varchar(36),
  cost_price_id varchar(36),
  exchange_rate_id varchar(36),
  terms_id varchar(36),
  cost_currency varchar(3),
  charge_currency varchar(3) not null,
  requests bigint not null,
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
  constraint usage_summary_pk primary key (archive_month, first_id)
);
create index usage_summary_account on usage_summary (account, statement_month);
create index usage_summary_api_key on usage_summary (api_key, settled_day);
create index usage_summary_provider on usage_summary (provider, usage_day);
create index usage_summary_day on usage_summary (settled_day);

insert into ledger_guard (name) values ('archives');
