-- migrate:upgrade
UPDATE notes SET said = 'a;b' WHERE id = 1; # nothing; here
DELIMITER $$
/*!50003 CREATE TRIGGER watch BEFORE INSERT ON notes FOR EACH ROW BEGIN
  -- it's; here
  SET NEW.said = concat(NEW.said, ';');
END */$$
DELIMITER ;

-- migrate:downgrade
DROP TRIGGER watch;
UPDATE notes SET said = 'x' WHERE id = 1;
