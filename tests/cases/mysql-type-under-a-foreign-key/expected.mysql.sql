-- migrate:upgrade
-- fails while people.town holds values beyond bigint unsigned
ALTER TABLE people
    DROP FOREIGN KEY fk_town,
    MODIFY COLUMN town bigint unsigned;

-- fails while towns.id holds values beyond bigint unsigned
ALTER TABLE towns MODIFY COLUMN id bigint unsigned NOT NULL AUTO_INCREMENT;

ALTER TABLE people ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id) ON DELETE CASCADE;

-- migrate:downgrade
-- fails while people.town holds values beyond int
ALTER TABLE people
    DROP FOREIGN KEY fk_town,
    MODIFY COLUMN town int;

-- fails while towns.id holds values beyond int
ALTER TABLE towns MODIFY COLUMN id int NOT NULL AUTO_INCREMENT;

ALTER TABLE people ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id) ON DELETE CASCADE;
