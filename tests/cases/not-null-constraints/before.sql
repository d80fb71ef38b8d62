CREATE DOMAIN code AS text NOT NULL;
CREATE DOMAIN word AS text CONSTRAINT filled NOT NULL;
COMMENT ON CONSTRAINT filled ON DOMAIN word IS 'old';
CREATE TABLE item (
    id integer PRIMARY KEY,
    a text,
    b text,
    c text NOT NULL,
    d text CONSTRAINT d_filled NOT NULL
);
ALTER TABLE item ADD CONSTRAINT b_filled NOT NULL b NOT VALID;
COMMENT ON CONSTRAINT d_filled ON item IS 'old';
CREATE TABLE base (e text NOT NULL NO INHERIT, f text);
CREATE TABLE child (g integer) INHERITS (base);
