CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.changed := now(); RETURN NEW; END$$;
CREATE TABLE doc (id integer PRIMARY KEY, changed timestamptz);
CREATE TRIGGER touched BEFORE UPDATE ON doc FOR EACH ROW EXECUTE FUNCTION touch();
