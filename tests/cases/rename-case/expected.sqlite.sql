-- migrate:upgrade
ALTER TABLE t RENAME COLUMN Name TO name;

-- migrate:downgrade
ALTER TABLE t RENAME COLUMN name TO Name;
