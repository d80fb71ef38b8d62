-- migrate:upgrade
CREATE TRIGGER count AFTER INSERT ON t BEGIN
  UPDATE t SET n = 1 WHERE id = NEW.id;
  UPDATE t SET n = n + 1 WHERE id = NEW.id;
END;

-- migrate:downgrade
DROP TRIGGER count;
