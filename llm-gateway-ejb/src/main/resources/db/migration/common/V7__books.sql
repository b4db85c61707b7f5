-- An entry is taken back at most once, however many ask for it at the same time.
alter table journal_entry add constraint journal_entry_reversed_once unique (reverses);

-- Credit that ends. The id is that of the entry which granted it. Remaining is what calls had not
-- used when an entry other than a call's last moved the wallet; what they have used since then is
-- the wallet's balance at that time (grant_mark) less its balance now. State: OPEN, SPENT, EXPIRED,
-- REVERSED.
create table credit_grant (
  id varchar(36) not null,
  account varchar(100) not null,
  currency varchar(3) not null,
  amount decimal(38, 12) not null,
  remaining decimal(38, 12) not null,
  expires_at timestamp(6) not null,
  state varchar(10) not null,
  expiries integer not null,
  created_at timestamp(6) not null,
  ended_at timestamp(6),
  constraint credit_grant_pk primary key (id),
  constraint credit_grant_not_overspent check (remaining >= 0 and remaining <= amount)
);
create index credit_grant_due on credit_grant (state, expires_at);
create index credit_grant_account on credit_grant (account, id);

create table grant_mark (
  account varchar(100) not null,
  balance decimal(38, 12) not null,
  constraint grant_mark_pk primary key (account)
);

-- What somebody is to pay. The id goes to the payment service, which sends it back with each
-- notification. State: OPEN, PAID. Refunded is what the payment service has paid back so far.
create table payment_order (
  id varchar(36) not null,
  account varchar(100) not null,
  currency varchar(3) not null,
  amount decimal(38, 12) not null,
  reference varchar(200) not null,
  state varchar(10) not null,
  principal varchar(200) not null,
  created_at timestamp(6) not null,
  service varchar(20),
  payment varchar(200),
  entry_id varchar(36),
  paid_at timestamp(6),
  refunded decimal(38, 12) not null,
  constraint payment_order_pk primary key (id),
  constraint payment_order_reference unique (reference)
);
create index payment_order_account on payment_order (account, id);
create index payment_order_payment on payment_order (payment);
create index payment_order_entry on payment_order (entry_id);

-- Notifications that have been taken, each once. Append-only.
create table payment_event (
  service varchar(20) not null,
  event varchar(200) not null,
  order_id varchar(36) not null,
  kind varchar(20) not null,
  payment varchar(200) not null,
  outcome varchar(30) not null,
  entry_id varchar(36),
  received_at timestamp(6) not null,
  constraint payment_event_pk primary key (service, event)
);
create index payment_event_order on payment_event (order_id);
