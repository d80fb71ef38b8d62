CREATE TABLE t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a text, b integer); CREATE INDEX ix_gone ON t (a); CREATE INDEX ix_changed ON t (a, b); CREATE INDEX ix_partial ON t (b) WHERE b > 0;
