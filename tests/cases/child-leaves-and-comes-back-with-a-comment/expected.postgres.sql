-- migrate:upgrade
ALTER TABLE books NO INHERIT goods;

COMMENT ON CONSTRAINT priced ON books IS 'of books';

-- migrate:downgrade
-- pamphlets stands aside until its rows are copied
ALTER TABLE pamphlets NO INHERIT books;

ALTER TABLE pamphlets RENAME TO pamphlets__old;

-- books stands aside until its rows are copied
ALTER TABLE books RENAME TO books__old;

CREATE TABLE books (
    pages integer
) INHERITS (goods);

COMMENT ON CONSTRAINT priced ON books IS 'as all goods';

-- copies all rows of books
INSERT INTO books (price, pages)
SELECT price, pages
FROM books__old;

DROP TABLE books__old;

CREATE TABLE pamphlets () INHERITS (books);

-- copies all rows of pamphlets
INSERT INTO pamphlets (price, pages)
SELECT price, pages
FROM pamphlets__old;

DROP TABLE pamphlets__old;
