-- Channels made through the admin API. Settings are JSON by the names of the configuration; what is
-- secret among them is sealed (AES-GCM) with a key that is not in the database.
create table channel (
  name varchar(64) not null,
  settings varchar(6000) not null,
  secrets varchar(6000),
  created_at timestamp(6) not null,
  changed_at timestamp(6) not null,
  constraint channel_pk primary key (name)
);

-- What an operator has switched, of any channel; one without a row is enabled.
create table channel_switch (
  channel varchar(64) not null,
  state varchar(10) not null,
  changed_at timestamp(6) not null,
  constraint channel_switch_pk primary key (channel)
);
