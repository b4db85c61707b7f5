-- Where all chains of journal blocks stood on a day (UTC). Append-only; one for each day.
create table ledger_seal (
  seal_date varchar(10) not null,
  hash varchar(64) not null,
  constraint ledger_seal_pk primary key (seal_date)
);

-- The text that the seal's hash is made of, see docs/ledger-format.md.
create table ledger_seal_line (
  seal_date varchar(10) not null,
  line_no integer not null,
  line varchar(500) not null,
  constraint ledger_seal_line_pk primary key (seal_date, line_no)
);
