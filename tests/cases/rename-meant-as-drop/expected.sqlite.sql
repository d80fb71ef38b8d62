-- migrate:upgrade
PRAGMA foreign_keys = OFF;

DROP VIEW named;

-- loses the values of users.name
-- users is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_users (
  id integer NOT NULL CONSTRAINT pk_users PRIMARY KEY,
  full_name VARCHAR(50) NOT NULL,
  age integer,
  CONSTRAINT ck_users_name CHECK (length(full_name) < 99)
);

INSERT INTO _migrate_new_users (id, full_name, age)
SELECT id, ('??'), age
FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX ix_users_name ON users (full_name);

CREATE VIEW named AS
SELECT id, full_name AS name FROM users WHERE full_name <> '';

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

DROP VIEW named;

-- loses the values of users.full_name
-- users is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_users (
  id integer NOT NULL CONSTRAINT pk_users PRIMARY KEY,
  name varchar(50) NOT NULL,
  age integer,
  CONSTRAINT ck_users_name CHECK (length(name) < 99)
);

-- the old values of name are gone: rows get the first value found that its checks let pass
INSERT INTO _migrate_new_users (id, name, age)
SELECT id, (SELECT name FROM (SELECT '' AS name UNION ALL SELECT 99 UNION ALL SELECT 99 + 1 UNION ALL SELECT 99 - 1 UNION ALL SELECT 'x' UNION ALL SELECT 'x@x.x') WHERE (length(name) < 99) LIMIT 1), age
FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX ix_users_name ON users (name);

CREATE VIEW named AS SELECT id, name FROM users WHERE name <> '';

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
