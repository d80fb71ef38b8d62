-- migrate:upgrade
CREATE TYPE new_metric AS (
    ts timestamp without time zone,
    n integer
);

-- by way of text: fails where values of m.metrics do not read as new_metric[]
-- by way of text: fails where values of m.last do not read as new_metric
ALTER TABLE m
    ALTER COLUMN metrics TYPE new_metric[] USING metrics::text::new_metric[],
    ALTER COLUMN last TYPE new_metric USING last::text::new_metric;

DROP TYPE old_metric;

-- migrate:downgrade
CREATE TYPE old_metric AS (
    ts timestamp without time zone,
    n integer
);

-- nothing says how new_metric[] becomes old_metric[] again: check that this undoes the upgrade
-- nothing says how new_metric becomes old_metric again: check that this undoes the upgrade
ALTER TABLE m
    ALTER COLUMN metrics TYPE old_metric[] USING metrics::text[]::old_metric[],
    ALTER COLUMN last TYPE old_metric USING last::text::old_metric;

DROP TYPE new_metric;
