-- Limits that all nodes of one database share (gateway.limit.shared), and which thresholds of
-- budgets have been told. Times are milliseconds since 1970.

-- What no node has in its hand. A negative number is a debt.
create table limit_bucket (
  subject varchar(300) not null,
  available bigint not null,
  refilled_at bigint not null,
  wanted_at bigint not null,
  constraint limit_bucket_pk primary key (subject)
);

-- What a node has in its hand, as it last said. It lapses when the node says nothing any more.
create table limit_slice (
  subject varchar(300) not null,
  node varchar(36) not null,
  held bigint not null,
  renewed_at bigint not null,
  constraint limit_slice_pk primary key (subject, node)
);

create table budget_notice (
  subject varchar(300) not null,
  period_start bigint not null,
  percent integer not null,
  told_at bigint not null,
  constraint budget_notice_pk primary key (subject, period_start, percent)
);
