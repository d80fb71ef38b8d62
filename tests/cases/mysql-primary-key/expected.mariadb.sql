-- migrate:upgrade
ALTER TABLE goes DROP PRIMARY KEY;

ALTER TABLE comes
    DROP INDEX uq_id,
    ADD PRIMARY KEY (id),
    LOCK=NONE;

ALTER TABLE counted
    ADD PRIMARY KEY (part, id),
    DROP PRIMARY KEY, ADD INDEX ix_id (id),
    LOCK=NONE;

-- migrate:downgrade
ALTER TABLE comes
    DROP PRIMARY KEY,
    ADD UNIQUE INDEX uq_id (id);

ALTER TABLE counted
    DROP PRIMARY KEY,
    DROP INDEX ix_id, ADD PRIMARY KEY (id);

ALTER TABLE goes ADD PRIMARY KEY (id), ALGORITHM=INPLACE, LOCK=NONE;
