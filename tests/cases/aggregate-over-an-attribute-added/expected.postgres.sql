-- migrate:upgrade
ALTER TYPE state ADD ATTRIBUTE n integer;

CREATE OR REPLACE AGGREGATE total(numeric) (
    SFUNC = step,
    STYPE = state,
    INITCOND = '(0,0)'
);

-- migrate:downgrade
-- loses what rows hold in state.n
ALTER TYPE state DROP ATTRIBUTE n;

CREATE OR REPLACE AGGREGATE total(numeric) (
    SFUNC = step,
    STYPE = state,
    INITCOND = '(0)'
);
