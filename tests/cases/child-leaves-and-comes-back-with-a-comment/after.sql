CREATE TABLE goods (price integer, CONSTRAINT priced CHECK (price > 0));
CREATE TABLE books (price integer, pages integer, CONSTRAINT priced CHECK (price > 0));
CREATE TABLE pamphlets () INHERITS (books);
COMMENT ON CONSTRAINT priced ON books IS 'of books';
