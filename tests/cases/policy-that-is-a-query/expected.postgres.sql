-- migrate:upgrade
ALTER POLICY own ON notes USING (( SELECT may(notes.owner) AS may)) WITH CHECK (( WITH one AS (
         SELECT 1 AS n
        )
 SELECT (one.n = 1)
   FROM one));

-- migrate:downgrade
DROP POLICY own ON notes;

CREATE POLICY own ON notes USING (may(owner));
