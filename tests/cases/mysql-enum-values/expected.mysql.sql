-- migrate:upgrade
-- fails while orders.old holds members that go
ALTER TABLE orders
    MODIFY COLUMN state enum('new','paid','it''s sent') NOT NULL DEFAULT 'new',
    MODIFY COLUMN grade enum('low','middle','high') NOT NULL,
    MODIFY COLUMN old enum('a','c'),
    MODIFY COLUMN flags set('x','y','z') NOT NULL DEFAULT '';

-- migrate:downgrade
-- fails while orders.state holds members that go
-- fails while orders.grade holds members that go
-- fails while orders.flags holds members that go
ALTER TABLE orders
    MODIFY COLUMN state enum('new','paid') NOT NULL DEFAULT 'new',
    MODIFY COLUMN grade enum('low','high') NOT NULL,
    MODIFY COLUMN old enum('a','b','c'),
    MODIFY COLUMN flags set('x','y') NOT NULL DEFAULT '';
