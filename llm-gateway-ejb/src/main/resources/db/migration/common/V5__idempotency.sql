-- Who answers the requests under one Idempotency-Key of one API key. The id is the SHA-256 of both
-- names, so that no database's idea of equal texts matters; of the request there is only a hash.
-- PENDING: the call call_id of the node works on it. OPEN: nobody does, but parts of the answer are
-- there. DONE: all parts are there. Expired rows count as absent.
create table idempotency_key (
  id varchar(64) not null,
  api_key varchar(100) not null,
  request_hash varchar(64) not null,
  state varchar(10) not null,
  call_id varchar(36) not null,
  node varchar(36) not null,
  answer_id varchar(36) not null,
  created_at timestamp(6) not null,
  expires_at timestamp(6) not null,
  constraint idempotency_key_pk primary key (id)
);
create index idempotency_key_expires on idempotency_key (expires_at);

-- The stored answers, one part for each call under a key (a legacy completion has one per prompt),
-- packed and cut into rows that every database takes. Written in the transaction that charges the
-- call. The content of a part that was too large to be kept is a hyphen.
create table idempotency_answer (
  answer_id varchar(36) not null,
  part integer not null,
  chunk integer not null,
  content varchar(16000) not null,
  expires_at timestamp(6) not null,
  constraint idempotency_answer_pk primary key (answer_id, part, chunk)
);
create index idempotency_answer_expires on idempotency_answer (expires_at);
