CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.changed := 'touched'; RETURN NEW; END$$;
CREATE TABLE doc (id integer PRIMARY KEY, changed text,
    -- migrate: backfill lower('X')
    kind text NOT NULL);
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON doc FOR EACH ROW EXECUTE FUNCTION touch();
