CREATE TABLE notes (id integer CONSTRAINT pk_notes PRIMARY KEY, owner text NOT NULL);
CREATE FUNCTION may(who text) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT who = current_user $$;
CREATE POLICY own ON notes USING ((SELECT may(owner))) WITH CHECK ((WITH one AS (SELECT 1 AS n) SELECT n = 1 FROM one));
