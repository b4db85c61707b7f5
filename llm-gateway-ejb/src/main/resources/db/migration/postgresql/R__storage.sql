-- Rows that are updated in place keep room on their page, so that an update touches no index.
alter table wallet set (fillfactor = 50);
alter table wallet_hold set (fillfactor = 70);
