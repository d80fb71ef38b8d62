CREATE TABLE goods (price integer, CONSTRAINT priced CHECK (price > 0));
CREATE TABLE books (pages integer) INHERITS (goods);
CREATE TABLE pamphlets () INHERITS (books);
COMMENT ON CONSTRAINT priced ON books IS 'as all goods';
