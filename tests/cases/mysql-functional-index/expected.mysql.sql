-- migrate:upgrade
ALTER TABLE people
    DROP INDEX ix_lower,
    DROP INDEX ix_gone,
    ADD UNIQUE INDEX uq_sum ((`born` * 2)),
    ADD INDEX ix_lower ((upper(`name`)), id DESC);

-- migrate:downgrade
ALTER TABLE people
    DROP INDEX uq_sum,
    DROP INDEX ix_lower,
    ADD INDEX ix_lower ((lower(`name`))),
    ADD INDEX ix_gone ((`born` + 1));
