-- migrate:upgrade
DROP VIEW long;

ALTER TABLE shift
    ADD COLUMN number bigint DEFAULT next_number(),
    ALTER COLUMN id TYPE bigint,
    ADD CONSTRAINT shift_span_check CHECK ((span)::numeric > (0)::numeric);

CREATE VIEW long AS
SELECT shift.id,
    (shift.span)::numeric AS hours
   FROM shift;

-- migrate:downgrade
DROP VIEW long;

-- loses the values of shift.number
-- fails while shift.id holds values beyond integer
ALTER TABLE shift
    DROP CONSTRAINT shift_span_check,
    ALTER COLUMN id TYPE integer,
    DROP COLUMN number;

CREATE VIEW long AS
SELECT shift.id,
    (shift.span)::numeric AS hours
   FROM shift;
