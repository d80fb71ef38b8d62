-- migrate:upgrade
ALTER TABLE people
    DROP FOREIGN KEY fk_town,
    MODIFY COLUMN town bigint unsigned;

ALTER TABLE towns MODIFY COLUMN id bigint unsigned NOT NULL AUTO_INCREMENT;

ALTER TABLE people ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id) ON DELETE CASCADE;

-- migrate:downgrade
ALTER TABLE people
    DROP FOREIGN KEY fk_town,
    MODIFY COLUMN town int;

ALTER TABLE towns MODIFY COLUMN id int NOT NULL AUTO_INCREMENT;

ALTER TABLE people ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id) ON DELETE CASCADE;
