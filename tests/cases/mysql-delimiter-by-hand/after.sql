CREATE TABLE notes (id int NOT NULL PRIMARY KEY, said varchar(40) NOT NULL);
DELIMITER ;;
CREATE TRIGGER watch BEFORE INSERT ON notes FOR EACH ROW BEGIN
  -- it's; here
  SET NEW.said = concat(NEW.said, ';');
END;;
DELIMITER ;
