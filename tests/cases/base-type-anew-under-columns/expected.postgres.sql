-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP CAST (grade AS integer);

DROP VIEW low;

ALTER TABLE exam
    DROP CONSTRAINT above_all,
    ALTER COLUMN mark DROP DEFAULT,
    ALTER COLUMN mark TYPE text,
    ALTER COLUMN marks TYPE text[] USING marks::text[],
    ALTER COLUMN "least" TYPE text;

ALTER TABLE twins ALTER COLUMN marks TYPE text;

DROP DOMAIN pass_mark;

DROP OPERATOR public.< (grade, grade);

DROP FUNCTION grade_lt(grade, grade);

DROP TYPE pair;

DROP TYPE grade CASCADE;

CREATE TYPE grade;

CREATE FUNCTION grade_recv(internal)
 RETURNS grade
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4recv$function$;

CREATE FUNCTION grade_send(grade)
 RETURNS bytea
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4send$function$;

CREATE FUNCTION grade_in(cstring)
 RETURNS grade
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4in$function$;

CREATE FUNCTION grade_out(grade)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4out$function$;

CREATE TYPE grade (internallength = 4, input = grade_in, output = grade_out, category = 'N', passedbyvalue, receive = grade_recv, send = grade_send);

CREATE FUNCTION grade_lt(grade, grade)
 RETURNS boolean
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4lt$function$;

CREATE TYPE pair AS (
    first grade,
    second grade
);

CREATE CAST (grade AS integer) WITHOUT FUNCTION AS ASSIGNMENT;

CREATE OPERATOR < (FUNCTION = grade_lt, LEFTARG = grade, RIGHTARG = grade);

CREATE DOMAIN pass_mark AS grade
    CONSTRAINT pass_mark_check CHECK (VALUE < '9'::grade);

ALTER TABLE exam
    ALTER COLUMN mark TYPE grade USING mark::grade,
    ALTER COLUMN mark SET DEFAULT '4'::grade,
    ALTER COLUMN marks TYPE grade[] USING marks::grade[],
    ALTER COLUMN "least" TYPE pass_mark USING "least"::pass_mark,
    ADD CONSTRAINT above_all CHECK (mark < '100'::grade);

ALTER TABLE twins ALTER COLUMN marks TYPE pair USING marks::pair;

CREATE VIEW low AS
SELECT exam.id
   FROM exam
  WHERE (exam.mark < '5'::grade);

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP CAST (grade AS integer);

DROP VIEW low;

ALTER TABLE exam
    DROP CONSTRAINT above_all,
    ALTER COLUMN mark DROP DEFAULT,
    ALTER COLUMN mark TYPE text,
    ALTER COLUMN marks TYPE text[] USING marks::text[],
    ALTER COLUMN "least" TYPE text;

ALTER TABLE twins ALTER COLUMN marks TYPE text;

DROP DOMAIN pass_mark;

DROP OPERATOR public.< (grade, grade);

DROP FUNCTION grade_lt(grade, grade);

DROP TYPE pair;

DROP TYPE grade CASCADE;

CREATE TYPE grade;

CREATE FUNCTION grade_in(cstring)
 RETURNS grade
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4in$function$;

CREATE FUNCTION grade_out(grade)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4out$function$;

CREATE TYPE grade (internallength = 4, input = grade_in, output = grade_out, passedbyvalue);

CREATE FUNCTION grade_lt(grade, grade)
 RETURNS boolean
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4lt$function$;

CREATE TYPE pair AS (
    first grade,
    second grade
);

CREATE CAST (grade AS integer) WITHOUT FUNCTION;

CREATE OPERATOR < (FUNCTION = grade_lt, LEFTARG = grade, RIGHTARG = grade);

CREATE DOMAIN pass_mark AS grade
    CONSTRAINT pass_mark_check CHECK (VALUE < '9'::grade);

ALTER TABLE exam
    ALTER COLUMN mark TYPE grade USING mark::grade,
    ALTER COLUMN mark SET DEFAULT '4'::grade,
    ALTER COLUMN marks TYPE grade[] USING marks::grade[],
    ALTER COLUMN "least" TYPE pass_mark USING "least"::pass_mark,
    ADD CONSTRAINT above_all CHECK (mark < '100'::grade);

ALTER TABLE twins ALTER COLUMN marks TYPE pair USING marks::pair;

CREATE VIEW low AS
SELECT exam.id
   FROM exam
  WHERE (exam.mark < '5'::grade);
