-- Tables that are made from now on compare texts as the other databases do: by each character, large
-- and small letters and blanks at the end included.
alter database character set utf8mb4 collate utf8mb4_nopad_bin;
