-- What operators say of models through the admin API: JSON by the names of the configuration, laid over
-- configuration and catalogue.
create table model_facts (
  model varchar(200) not null,
  settings varchar(6000) not null,
  created_at timestamp(6) not null,
  changed_at timestamp(6) not null,
  constraint model_facts_pk primary key (model)
);
