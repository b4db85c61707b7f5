-- Keys that the gateway made itself. Of a key only its keyed digest is kept.
create table api_key (
  name   varchar(100) not null primary key,
  digest varchar(64)  not null unique
);
