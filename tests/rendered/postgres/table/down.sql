BEGIN;
-- loses all rows of scratch
DROP TABLE scratch;

-- loses all rows of nothing
DROP TABLE nothing;

-- loses all rows of Order
DROP TABLE "Order";

DROP EXTENSION btree_gist;
COMMIT;
