-- migrate:upgrade
ALTER TABLE gauge OF reading;

ALTER TABLE meter NOT OF;

ALTER TABLE meter OF reading;

DROP TYPE reading_old;

-- migrate:downgrade
CREATE TYPE reading_old AS (
    taken date,
    value numeric(8,2)
);

ALTER TABLE gauge NOT OF;

ALTER TABLE meter NOT OF;

ALTER TABLE meter OF reading_old;
