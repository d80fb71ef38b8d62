-- migrate:upgrade
-- loses zeros in front and digits of t.a
-- fails while t.a holds text that is no int(11)
ALTER TABLE t
    MODIFY COLUMN a int(11) DEFAULT 0,
    MODIFY COLUMN b varchar(20) NOT NULL DEFAULT 'seven';

-- migrate:downgrade
-- loses zeros in front and digits of t.b
-- fails while t.a holds values longer than varchar(10)
-- fails while t.b holds text that is no int(11)
ALTER TABLE t
    MODIFY COLUMN a varchar(10) DEFAULT 'none',
    MODIFY COLUMN b int(11) NOT NULL DEFAULT 7;
