-- revision: 8d27f3b6c4e0
-- down_revision: 5a1c0e2f7b91
-- depends_on:
-- branch_labels:
-- created: 2026-11-21T02:00:00Z
-- message: loans, and the view of those overdue

-- migrate:upgrade
CREATE TABLE loans (
    id INTEGER CONSTRAINT pk_loans PRIMARY KEY NOT NULL,
    book INTEGER NOT NULL,
    member INTEGER NOT NULL,
    lent TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    due DATE NOT NULL,
    returned TIMESTAMP,
    CONSTRAINT fk_loans_book_books FOREIGN KEY (book) REFERENCES books (id) ON DELETE RESTRICT,
    CONSTRAINT fk_loans_member_members FOREIGN KEY (member) REFERENCES members (id) ON DELETE CASCADE
);

CREATE INDEX ix_loans_open ON loans (member, due) WHERE returned IS NULL;

CREATE VIEW overdue AS
SELECT loans.id, members.name, books.title, loans.due
FROM loans
  JOIN members ON members.id = loans.member
  JOIN books ON books.id = loans.book
WHERE loans.returned IS NULL AND loans.due < CURRENT_DATE;

-- migrate:downgrade
DROP VIEW overdue;

-- loses all rows of loans
DROP TABLE loans;
