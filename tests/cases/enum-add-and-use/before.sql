CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE people (
  id integer CONSTRAINT pk_people PRIMARY KEY,
  now mood NOT NULL DEFAULT 'ok',
  history mood[] NOT NULL DEFAULT '{}',
  CONSTRAINT ck_people_now CHECK (now <> 'sad' OR id < 100)
);
CREATE INDEX ix_people_happy ON people (id) WHERE now = 'happy';
CREATE VIEW happy AS SELECT id, now FROM people WHERE now >= 'ok';
COMMENT ON VIEW happy IS 'Those who are';
