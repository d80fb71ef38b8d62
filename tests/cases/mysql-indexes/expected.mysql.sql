-- migrate:upgrade
ALTER TABLE notes
    DROP INDEX ix_body,
    DROP INDEX ix_ab,
    DROP INDEX ix_title,
    DROP INDEX uq_a,
    ADD UNIQUE INDEX uq_ab (a, b),
    ADD INDEX ix_body (body(20)),
    ADD INDEX ix_ab (a, b DESC),
    ADD INDEX ix_title (title(20)) COMMENT 'other',
    ADD INDEX ix_hash (b) USING BTREE,
    ALGORITHM=INPLACE, LOCK=NONE;

-- migrate:downgrade
ALTER TABLE notes
    DROP INDEX uq_ab,
    DROP INDEX ix_body,
    DROP INDEX ix_ab,
    DROP INDEX ix_title,
    DROP INDEX ix_hash,
    ADD UNIQUE INDEX uq_a (a),
    ADD INDEX ix_body (body(10)),
    ADD INDEX ix_ab (a, b),
    ADD INDEX ix_title (title(20)) COMMENT 'it''s',
    ALGORITHM=INPLACE, LOCK=NONE;
