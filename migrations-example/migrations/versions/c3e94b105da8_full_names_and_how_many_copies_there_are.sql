-- revision: c3e94b105da8
-- down_revision: 8d27f3b6c4e0
-- depends_on:
-- branch_labels:
-- created: 2026-11-21T03:00:00Z
-- message: full names, and how many copies there are

-- migrate:upgrade
PRAGMA foreign_keys = OFF;

ALTER TABLE members RENAME COLUMN name TO full_name;

-- books is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_books (
    id INTEGER CONSTRAINT pk_books PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    author TEXT,
    isbn VARCHAR(13),
    copies INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT uq_books_isbn UNIQUE (isbn),
    CONSTRAINT copies_positive CHECK (copies >= 0)
);

INSERT INTO _migrate_new_books (id, title, author, isbn)
SELECT id, title, author, isbn
FROM books;

DROP TABLE books;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_books RENAME TO books;

PRAGMA legacy_alter_table = OFF;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- loses the values of books.copies
-- books is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE _migrate_new_books (
    id INTEGER CONSTRAINT pk_books PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    author TEXT,
    isbn VARCHAR(13),
    CONSTRAINT uq_books_isbn UNIQUE (isbn)
);

INSERT INTO _migrate_new_books (id, title, author, isbn)
SELECT id, title, author, isbn
FROM books;

DROP TABLE books;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _migrate_new_books RENAME TO books;

PRAGMA legacy_alter_table = OFF;

ALTER TABLE members RENAME COLUMN full_name TO name;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
