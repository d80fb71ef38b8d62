CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TABLE docs (id integer CONSTRAINT pk_docs PRIMARY KEY, title text NOT NULL, body text, words tsvector);
CREATE TABLE news (id integer CONSTRAINT pk_news PRIMARY KEY);
CREATE VIEW titles AS SELECT id, title FROM docs;
CREATE TRIGGER replaced BEFORE UPDATE OF body, title ON docs FOR EACH ROW WHEN (old.* IS NOT DISTINCT FROM new.*) EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER replaced_disabled BEFORE INSERT OR UPDATE ON docs FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('words', 'pg_catalog.english', 'title', 'body');
ALTER TABLE docs DISABLE TRIGGER replaced_disabled;
COMMENT ON TRIGGER replaced_disabled ON docs IS 'stays';
CREATE TRIGGER states BEFORE UPDATE ON docs FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE docs ENABLE ALWAYS TRIGGER states;
COMMENT ON TRIGGER states ON docs IS 'always';
-- migrate: renamed_from old_name
CREATE TRIGGER "New name" BEFORE UPDATE OF title ON docs FOR EACH ROW WHEN (old.title IN ('a', 'b')) EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER comes AFTER UPDATE ON docs REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION noted('x', 'it''s');
ALTER TABLE docs ENABLE REPLICA TRIGGER comes;
CREATE CONSTRAINT TRIGGER late AFTER INSERT OR DELETE ON docs FROM news DEFERRABLE FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER through INSTEAD OF INSERT OR UPDATE ON titles FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER of_a_new_table AFTER TRUNCATE ON news FOR EACH STATEMENT EXECUTE FUNCTION noted();
