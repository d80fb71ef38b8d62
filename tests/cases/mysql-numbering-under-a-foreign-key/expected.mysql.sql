-- migrate:upgrade
ALTER TABLE people
    DROP FOREIGN KEY fk_friend,
    DROP FOREIGN KEY fk_town,
    MODIFY COLUMN id int NOT NULL;

ALTER TABLE towns MODIFY COLUMN id int NOT NULL AUTO_INCREMENT;

ALTER TABLE people
    ADD CONSTRAINT fk_friend FOREIGN KEY (friend) REFERENCES people (id),
    ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id);

-- migrate:downgrade
ALTER TABLE people
    DROP FOREIGN KEY fk_friend,
    DROP FOREIGN KEY fk_town,
    MODIFY COLUMN id int NOT NULL AUTO_INCREMENT;

ALTER TABLE towns MODIFY COLUMN id int NOT NULL;

ALTER TABLE people
    ADD CONSTRAINT fk_friend FOREIGN KEY (friend) REFERENCES people (id),
    ADD CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id);
