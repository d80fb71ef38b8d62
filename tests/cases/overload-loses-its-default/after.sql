CREATE FUNCTION log_it(msg text) RETURNS text LANGUAGE sql AS $$ SELECT msg $$;
CREATE FUNCTION log_it(VARIADIC msgs text[]) RETURNS text LANGUAGE sql AS $$ SELECT array_to_string(msgs, ' ') $$;
CREATE TABLE t (id int, m text DEFAULT log_it('x'), n text DEFAULT log_it('x', 'y'));
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM log_it(NEW.m); RETURN NEW; END $$;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
CREATE VIEW v AS SELECT log_it(m) AS l, log_it('a', 'b', 'c') AS k FROM t;
