-- migrate:upgrade
-- fails while people.town holds values beyond bigint(20) unsigned
ALTER TABLE people
    DROP FOREIGN KEY fk_town,
    MODIFY COLUMN town bigint(20) unsigned;

-- fails while towns.id holds values beyond bigint(20) unsigned
ALTER TABLE towns MODIFY COLUMN id bigint(20) unsigned NOT NULL AUTO_INCREMENT;

ALTER TABLE people ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id) ON DELETE CASCADE;

-- migrate:downgrade
-- fails while people.town holds values beyond int(11)
ALTER TABLE people
    DROP FOREIGN KEY fk_town,
    MODIFY COLUMN town int(11);

-- fails while towns.id holds values beyond int(11)
ALTER TABLE towns MODIFY COLUMN id int(11) NOT NULL AUTO_INCREMENT;

ALTER TABLE people ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id) ON DELETE CASCADE;
