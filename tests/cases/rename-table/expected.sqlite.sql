-- migrate:upgrade
PRAGMA foreign_keys = OFF;

ALTER TABLE users RENAME TO people;

-- people is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_people (id INTEGER NOT NULL CONSTRAINT pk_people PRIMARY KEY AUTOINCREMENT, boss integer, CONSTRAINT fk_users_boss FOREIGN KEY (boss) REFERENCES people (id));

INSERT INTO _migrate_new_people (id, boss)
SELECT id, boss
FROM people;

DELETE FROM sqlite_sequence WHERE name = '_migrate_new_people';

INSERT INTO sqlite_sequence (name, seq) SELECT '_migrate_new_people', seq FROM sqlite_sequence WHERE name = 'people';

DROP TABLE people;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_people RENAME TO people;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER touched AFTER UPDATE ON people BEGIN UPDATE posts SET writer = new.id WHERE writer = old.id; END;

-- posts is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_posts (id INTEGER NOT NULL CONSTRAINT pk_posts PRIMARY KEY, writer integer NOT NULL, CONSTRAINT fk_posts_writer_people FOREIGN KEY (writer) REFERENCES people (id) ON DELETE CASCADE);

INSERT INTO _migrate_new_posts (id, writer)
SELECT id, writer
FROM posts;

DROP TABLE posts;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_posts RENAME TO posts;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- people is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_people (id INTEGER NOT NULL CONSTRAINT pk_users PRIMARY KEY AUTOINCREMENT, boss integer, CONSTRAINT fk_users_boss FOREIGN KEY (boss) REFERENCES "people" (id));

INSERT INTO _migrate_new_people (id, boss)
SELECT id, boss
FROM people;

DELETE FROM sqlite_sequence WHERE name = '_migrate_new_people';

INSERT INTO sqlite_sequence (name, seq) SELECT '_migrate_new_people', seq FROM sqlite_sequence WHERE name = 'people';

DROP TABLE people;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_people RENAME TO people;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER touched AFTER UPDATE ON "people" BEGIN UPDATE posts SET writer = new.id WHERE writer = old.id; END;

-- posts is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_posts (id INTEGER NOT NULL CONSTRAINT pk_posts PRIMARY KEY, writer integer NOT NULL, CONSTRAINT fk_posts_writer_users FOREIGN KEY (writer) REFERENCES "people" (id) ON DELETE CASCADE);

INSERT INTO _migrate_new_posts (id, writer)
SELECT id, writer
FROM posts;

DROP TABLE posts;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_posts RENAME TO posts;

PRAGMA legacy_alter_table = OFF;

ALTER TABLE people RENAME TO users;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
