-- revision: 5a1c0e2f7b91
-- down_revision:
-- depends_on:
-- branch_labels:
-- created: 2026-11-21T01:00:00Z
-- message: books and members

-- migrate:upgrade
CREATE TABLE books (
    id INTEGER CONSTRAINT pk_books PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    author TEXT,
    isbn VARCHAR(13),
    CONSTRAINT uq_books_isbn UNIQUE (isbn)
);

CREATE TABLE members (
    id INTEGER CONSTRAINT pk_members PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    joined DATE NOT NULL DEFAULT CURRENT_DATE,
    CONSTRAINT uq_members_email UNIQUE (email)
);

-- migrate:downgrade
-- loses all rows of members
DROP TABLE members;

-- loses all rows of books
DROP TABLE books;
