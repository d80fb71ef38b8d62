-- revision: e6b8127ad3f5
-- down_revision: c3e94b105da8
-- depends_on:
-- branch_labels:
-- created: 2026-11-21T04:00:00Z
-- message: lending takes a copy, returning brings it back

-- migrate:upgrade
CREATE TRIGGER one_copy_less
AFTER INSERT ON loans
BEGIN
  UPDATE books SET copies = copies - 1 WHERE id = NEW.book;
END;

CREATE TRIGGER one_copy_more
AFTER UPDATE OF returned ON loans
WHEN OLD.returned IS NULL AND NEW.returned IS NOT NULL
BEGIN
  UPDATE books SET copies = copies + 1 WHERE id = NEW.book;
END;

-- migrate:downgrade
DROP TRIGGER one_copy_less;

DROP TRIGGER one_copy_more;
