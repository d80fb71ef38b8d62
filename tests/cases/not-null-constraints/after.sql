CREATE DOMAIN code AS text NOT NULL;
COMMENT ON CONSTRAINT code_not_null ON DOMAIN code IS 'never empty';
CREATE DOMAIN word AS text CONSTRAINT filled NOT NULL;
CREATE TABLE item (
    id integer PRIMARY KEY,
    a text,
    b text CONSTRAINT b_filled NOT NULL,
    c text NOT NULL,
    d text CONSTRAINT d_filled NOT NULL
);
ALTER TABLE item ADD CONSTRAINT a_filled NOT NULL a NOT VALID;
COMMENT ON CONSTRAINT item_c_not_null ON item IS 'new';
CREATE TABLE base (e text NOT NULL NO INHERIT, f text NOT NULL NO INHERIT);
CREATE TABLE child (g integer) INHERITS (base);
CREATE TABLE later (x integer, y integer CONSTRAINT y_there NOT NULL NO INHERIT);
ALTER TABLE later ADD CONSTRAINT x_there NOT NULL x NOT VALID;
COMMENT ON CONSTRAINT x_there ON later IS 'from now on';
