-- Calls that a provider's content policy stopped, kept for a reviewer where the operator wants that.
-- Personal data: removed when their time is over. The texts are apart, in pieces, so that a list does
-- not read them.
create table review_case (
  id varchar(36) not null,
  call_id varchar(36) not null,
  request_id varchar(200) not null,
  account varchar(100) not null,
  api_key varchar(100) not null,
  requested_model varchar(200) not null,
  public_model varchar(200) not null,
  upstream_model varchar(200) not null,
  provider varchar(100) not null,
  channel varchar(100) not null,
  direction varchar(10) not null,
  reason varchar(200) not null,
  truncated boolean not null,
  state varchar(10) not null,
  decided_at timestamp(6),
  decided_by varchar(200),
  words varchar(2000),
  created_at timestamp(6) not null,
  constraint review_case_pk primary key (id)
);
create index review_case_state on review_case (state, id);
create index review_case_model on review_case (public_model, id);
create index review_case_time on review_case (created_at);

create table review_text (
  case_id varchar(36) not null,
  part varchar(10) not null,
  place integer not null,
  words varchar(4000) not null,
  constraint review_text_pk primary key (case_id, part, place)
);
