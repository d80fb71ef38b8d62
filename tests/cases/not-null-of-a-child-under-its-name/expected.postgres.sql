-- migrate:upgrade
CREATE TABLE cats (
    NOT NULL name
) INHERITS (animals);

CREATE TABLE kittens (
    NOT NULL id NO INHERIT,
    CONSTRAINT kittens_are_called NOT NULL name
) INHERITS (cats);

-- loses all rows of puppies
DROP TABLE puppies;

-- migrate:downgrade
-- loses all rows of kittens
DROP TABLE kittens;

-- loses all rows of cats
DROP TABLE cats;

CREATE TABLE puppies (
    NOT NULL id NO INHERIT,
    NOT NULL name
) INHERITS (dogs);
