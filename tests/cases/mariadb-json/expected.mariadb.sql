-- migrate:upgrade
-- fails while docs.words holds text that is no JSON
ALTER TABLE docs
    ADD COLUMN more json,
    MODIFY COLUMN words json,
    ADD CONSTRAINT ck_doc CHECK (json_length(`doc`) > 0);

-- migrate:downgrade
-- loses the values of docs.more
ALTER TABLE docs
    DROP CONSTRAINT ck_doc,
    MODIFY COLUMN words longtext,
    DROP COLUMN more;
