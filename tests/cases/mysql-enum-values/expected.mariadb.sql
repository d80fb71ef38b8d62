-- migrate:upgrade
-- fails while orders.old holds values that enum('a','c') does not have
ALTER TABLE orders
    MODIFY COLUMN state enum('new','paid','it''s sent') NOT NULL DEFAULT 'new',
    MODIFY COLUMN grade enum('low','middle','high') NOT NULL,
    MODIFY COLUMN old enum('a','c'),
    MODIFY COLUMN flags set('x','y','z') NOT NULL DEFAULT '';

-- migrate:downgrade
-- fails while orders.state holds values that enum('new','paid') does not have
-- fails while orders.grade holds values that enum('low','high') does not have
-- fails while orders.flags holds values that set('x','y') does not have
ALTER TABLE orders
    MODIFY COLUMN state enum('new','paid') NOT NULL DEFAULT 'new',
    MODIFY COLUMN grade enum('low','high') NOT NULL,
    MODIFY COLUMN old enum('a','b','c'),
    MODIFY COLUMN flags set('x','y') NOT NULL DEFAULT '';
