-- migrate:upgrade
ALTER TABLE people
    DROP FOREIGN KEY fk_town,
    DROP FOREIGN KEY fk_born,
    DROP INDEX ix_town,
    DROP INDEX ix_born, ADD INDEX ix_born_and_id (born_in, id),
    LOCK=NONE;

ALTER TABLE people ADD CONSTRAINT fk_born FOREIGN KEY (born_in) REFERENCES towns (id);

-- migrate:downgrade
ALTER TABLE people
    DROP FOREIGN KEY fk_born,
    ADD INDEX ix_town (town),
    DROP INDEX ix_born_and_id, ADD INDEX ix_born (born_in),
    LOCK=NONE;

ALTER TABLE people
    ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id),
    ADD CONSTRAINT fk_born FOREIGN KEY (born_in) REFERENCES towns (id);
