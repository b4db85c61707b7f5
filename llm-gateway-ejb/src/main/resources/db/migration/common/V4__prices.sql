-- A row's own prices, per million tokens, per request and per image; variants for long prompts and
-- for hours of the day. Which of them a call is charged by follows from its input tokens and its
-- start: the variant with the highest above_input_tokens that the prompt exceeds, with a window
-- before without, then the lowest line_no; when none applies, the row's own prices.
-- The id carries the time at which a row was written; valid_from may lie ahead. Currency XXX: there
-- is no price from then on.
alter table price add column reasoning_price decimal(38, 12);
alter table price add column request_price decimal(38, 12);
alter table price add column image_price decimal(38, 12);
-- CATALOG, CONFIG or ADMIN; an administrator's name stands in principal.
alter table price add column origin varchar(10) default 'CATALOG' not null;
alter table price add column principal varchar(200);
update price set origin = 'CONFIG' where kind = 'OPERATOR';

-- The window is hours on the wall in window_zone ('09:00'); days on which it begins, 1 is Monday.
create table price_variant (
  price_id varchar(36) not null,
  line_no integer not null,
  above_input_tokens bigint not null,
  window_from varchar(5),
  window_to varchar(5),
  window_zone varchar(50),
  window_days varchar(13),
  input_price decimal(38, 12) not null,
  output_price decimal(38, 12),
  cache_read_price decimal(38, 12),
  cache_write_price decimal(38, 12),
  reasoning_price decimal(38, 12),
  request_price decimal(38, 12),
  image_price decimal(38, 12),
  constraint price_variant_pk primary key (price_id, line_no)
);

alter table exchange_rate add column origin varchar(10) default 'CONFIG' not null;
alter table exchange_rate add column principal varchar(200);

-- What an account pays of the price: 1.10 is a markup of 10 %. Without a factor: the price itself
-- from then on.
create table account_terms (
  id varchar(36) not null,
  account varchar(100) not null,
  price_factor decimal(38, 12),
  origin varchar(10) not null,
  source varchar(500) not null,
  principal varchar(200),
  valid_from timestamp(6) not null,
  constraint account_terms_pk primary key (id)
);
create index account_terms_account on account_terms (account, valid_from);
