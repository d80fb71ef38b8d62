CREATE TABLE parents (id integer PRIMARY KEY);
CREATE TABLE children (
    id integer PRIMARY KEY,
    parent_id integer,
    other_id integer,
    third_id integer,
    amount integer CONSTRAINT amount_positive CHECK (amount > 0) NOT ENFORCED,
    price integer CONSTRAINT price_positive CHECK (price > 0),
    CONSTRAINT parent FOREIGN KEY (parent_id) REFERENCES parents (id) NOT ENFORCED,
    CONSTRAINT other FOREIGN KEY (other_id) REFERENCES parents (id) ON DELETE CASCADE
);
COMMENT ON CONSTRAINT price_positive ON children IS 'no gifts';
COMMENT ON CONSTRAINT other ON children IS 'the other one';
