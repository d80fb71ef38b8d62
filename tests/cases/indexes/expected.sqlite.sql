-- migrate:upgrade
DROP INDEX ix_changed;

DROP INDEX ix_partial;

DROP INDEX ix_gone;

CREATE INDEX ix_changed ON t (a DESC, b);

CREATE INDEX ix_partial ON t (b) WHERE b > 1;

CREATE INDEX ix_lower ON t (lower(a));

CREATE UNIQUE INDEX ix_unique ON t (b);

-- migrate:downgrade
DROP INDEX ix_changed;

DROP INDEX ix_partial;

DROP INDEX ix_lower;

DROP INDEX ix_unique;

CREATE INDEX ix_changed ON t (a, b);

CREATE INDEX ix_partial ON t (b) WHERE b > 0;

CREATE INDEX ix_gone ON t (a);
