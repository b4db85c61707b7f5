-- A node is one run of one server process. Its beat grows while it lives; whoever sees a beat that
-- stands still for long enough, by its own clock, takes the node to be dead. No times are compared
-- between machines.
create table ledger_node (
  id varchar(36) not null,
  name varchar(200) not null,
  state varchar(10) not null,
  beat bigint not null,
  started_at timestamp(6) not null,
  ended_at timestamp(6),
  constraint ledger_node_pk primary key (id)
);
create index ledger_node_state on ledger_node (state);

-- What a node may hold of a wallet without asking. The wallet's column leased is the sum of its
-- leases, so that balance + credit_line - leased is what is left for others. Wanted: somebody else
-- needs money of this wallet, and the node gives back what it does not hold.
create table wallet_lease (
  account varchar(100) not null,
  node varchar(36) not null,
  amount decimal(38, 12) not null,
  wanted boolean not null,
  constraint wallet_lease_pk primary key (account, node),
  constraint wallet_lease_not_negative check (amount >= 0)
);
create index wallet_lease_node on wallet_lease (node);

alter table wallet add column leased decimal(38, 12) default 0 not null;
alter table wallet add constraint wallet_not_overleased
  check (leased >= 0 and balance + credit_line - leased >= 0);

-- A chain of blocks per node; the node that takes over goes on with it. The row is locked by whoever
-- appends a block, and holds the head.
create table journal_chain (
  chain integer not null,
  node varchar(36),
  last_block bigint not null,
  last_hash varchar(64) not null,
  constraint journal_chain_pk primary key (chain)
);

-- One block per transaction that books something. Hashes are SHA-256 in hexadecimal over the
-- canonical form of docs/ledger-format.md.
create table journal_block (
  chain integer not null,
  block bigint not null,
  node varchar(36) not null,
  created_at timestamp(6) not null,
  entry_count integer not null,
  record_count integer not null,
  entries_hash varchar(64) not null,
  records_hash varchar(64) not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null,
  constraint journal_block_pk primary key (chain, block)
);

-- Each call that is settled has one entry, with postings or without; its reference keeps the call
-- from being settled twice.
alter table journal_entry add column chain integer;
alter table journal_entry add column block bigint;
alter table journal_entry add column principal varchar(200);
alter table journal_entry add column reason varchar(500);
alter table journal_entry add column reverses varchar(36);

-- What an interrupted call may have cost at the most, in the charge's currency.
alter table usage_record add column upper_bound decimal(38, 12);
-- The account's terms (markup or discount) that the charge was computed by; images in the request.
alter table usage_record add column terms_id varchar(36);
alter table usage_record add column images bigint default 0 not null;

-- Enough of a call to account for it when its process is gone.
alter table wallet_hold add column request_id varchar(200);
alter table wallet_hold add column api_key varchar(100);
alter table wallet_hold add column requested_model varchar(200);
alter table wallet_hold add column operation varchar(30);
alter table wallet_hold add column streamed boolean;
alter table wallet_hold add column public_model varchar(200);
alter table wallet_hold add column provider varchar(100);
alter table wallet_hold add column upstream_model varchar(200);
alter table wallet_hold add column channel varchar(100);
create index wallet_hold_node on wallet_hold (node, state);

-- Grows with each change of accounts, prices, rates, terms or keys; nodes read them anew when it has.
alter table ledger_guard add column version bigint default 0 not null;
