-- MariaDB's timestamp depends on the session's time zone and ends in 2038: times are kept as datetime.
-- Raise this number when a migration adds a column for a time (a test finds one that was forgotten): 7
delimiter //
begin not atomic
  for c in (
    select table_name as t, column_name as n, is_nullable as nullable
    from information_schema.columns
    where table_schema = database() and data_type = 'timestamp'
      and table_name <> 'flyway_schema_history'
  ) do
    execute immediate concat('alter table `', c.t, '` modify `', c.n, '` datetime(6) ',
      if(c.nullable = 'YES', 'null', 'not null'));
  end for;
end//
delimiter ;
