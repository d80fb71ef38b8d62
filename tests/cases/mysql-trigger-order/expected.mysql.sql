-- migrate:upgrade
DROP TRIGGER last;

DROP TRIGGER other;

CREATE TRIGGER middle BEFORE INSERT ON notes FOR EACH ROW FOLLOWS first SET NEW.said = concat(NEW.said, '2');

CREATE TRIGGER last BEFORE INSERT ON notes FOR EACH ROW FOLLOWS middle BEGIN SET NEW.said = concat(NEW.said, '3;'); END;

-- migrate:downgrade
DROP TRIGGER last;

DROP TRIGGER middle;

CREATE TRIGGER last BEFORE INSERT ON notes FOR EACH ROW FOLLOWS first BEGIN SET NEW.said = concat(NEW.said, '3;'); END;

CREATE TRIGGER other AFTER DELETE ON notes FOR EACH ROW SET @gone = OLD.id;
