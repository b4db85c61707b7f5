-- How the route of a call was chosen, where it was a choice: virtual models, shares of users, wishes
-- of the client. Beside the usage records, and no part of the journal's blocks.
create table routing_decision (
  call_id varchar(36) not null,
  request_id varchar(200) not null,
  account varchar(100) not null,
  requested_model varchar(200) not null,
  virtual_model varchar(200),
  task varchar(20),
  split_model varchar(200),
  first_model varchar(200) not null,
  first_channel varchar(100) not null,
  explanation varchar(8000) not null,
  created_at timestamp(6) not null,
  constraint routing_decision_pk primary key (call_id)
);
create index routing_decision_time on routing_decision (created_at);

-- What clients say of answers: one word for each call, which they may change.
create table feedback (
  id varchar(36) not null,
  call_id varchar(36) not null,
  request_id varchar(200) not null,
  account varchar(100) not null,
  api_key varchar(100) not null,
  public_model varchar(200) not null,
  provider varchar(100) not null,
  channel varchar(100) not null,
  task varchar(20),
  score decimal(4,3) not null,
  words varchar(2000),
  created_at timestamp(6) not null,
  updated_at timestamp(6) not null,
  constraint feedback_pk primary key (id),
  constraint feedback_call unique (call_id)
);
create index feedback_time on feedback (updated_at);
create index feedback_model on feedback (public_model, id);
create index feedback_account on feedback (account, id);
create index feedback_request on feedback (request_id);
