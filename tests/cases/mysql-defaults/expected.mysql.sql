-- migrate:upgrade
ALTER TABLE notes
    ADD COLUMN h varchar(10) NOT NULL DEFAULT '',
    MODIFY COLUMN a varchar(40) DEFAULT 'it''s \\ \n y',
    MODIFY COLUMN b datetime(3) NOT NULL,
    MODIFY COLUMN d text DEFAULT (_utf8mb4'words'),
    MODIFY COLUMN e bit(4) NOT NULL DEFAULT b'1',
    MODIFY COLUMN f decimal(10,2),
    MODIFY COLUMN g int DEFAULT ((1 + 2));

ALTER TABLE notes MODIFY COLUMN c varchar(40) NOT NULL DEFAULT (uuid());

-- migrate:downgrade
-- loses the values of notes.h
ALTER TABLE notes
    MODIFY COLUMN a varchar(40) DEFAULT 'x',
    MODIFY COLUMN b datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    MODIFY COLUMN c varchar(40) NOT NULL,
    MODIFY COLUMN d text,
    MODIFY COLUMN e bit(4) NOT NULL DEFAULT b'101',
    MODIFY COLUMN f decimal(10,2) DEFAULT '1.50',
    MODIFY COLUMN g int,
    DROP COLUMN h;
