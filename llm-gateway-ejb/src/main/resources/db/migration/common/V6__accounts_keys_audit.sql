-- What the operator says of an account beside its money, which is in the wallet of the same name. An
-- account that only the configuration declares has no row here.
create table account (
  name varchar(100) not null,
  organisation varchar(100),
  state varchar(10) not null,
  created_at timestamp(6) not null,
  constraint account_pk primary key (name)
);
create index account_organisation on account (organisation);

-- Keys made through the admin API. One without an account is the digest of a declared key that the
-- gateway made itself. A revoked key keeps its row, so that its name is never given to another.
alter table api_key add column account varchar(100);
alter table api_key add column state varchar(10);
alter table api_key add column models varchar(4000);
alter table api_key add column requests_per_minute bigint;
alter table api_key add column tokens_per_minute bigint;
alter table api_key add column concurrent_requests integer;
alter table api_key add column budget_amount decimal(38, 12);
alter table api_key add column budget_period varchar(30);
alter table api_key add column expires_at timestamp(6);
alter table api_key add column created_at timestamp(6);
create index api_key_account on api_key (account);

-- Who changed what; append-only. Details are JSON without secrets.
create table audit_event (
  id varchar(36) not null,
  created_at timestamp(6) not null,
  principal varchar(200) not null,
  action varchar(50) not null,
  subject varchar(200) not null,
  details varchar(4000) not null,
  constraint audit_event_pk primary key (id)
);
create index audit_event_principal on audit_event (principal, id);
create index audit_event_subject on audit_event (subject, id);

-- Usage by model and by channel; by key, account, request and time there is an index already.
create index usage_record_model on usage_record (public_model, id);
create index usage_record_channel on usage_record (channel, id);
