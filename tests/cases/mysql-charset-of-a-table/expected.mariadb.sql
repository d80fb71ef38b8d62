-- migrate:upgrade
ALTER TABLE notes DEFAULT COLLATE utf8mb4_unicode_ci,
    MODIFY COLUMN title varchar(40) NOT NULL DEFAULT 'x',
    MODIFY COLUMN body text;

-- migrate:downgrade
ALTER TABLE notes DEFAULT CHARACTER SET latin1 COLLATE latin1_swedish_ci,
    MODIFY COLUMN title varchar(40) NOT NULL DEFAULT 'x',
    MODIFY COLUMN body text;
