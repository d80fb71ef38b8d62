-- migrate:upgrade
ALTER PUBLICATION visits SET (publish_via_partition_root = true);

ALTER PUBLICATION visits SET TABLE visit (id, kind) WHERE (kind < 5);

-- migrate:downgrade
ALTER PUBLICATION visits SET TABLE visit;

ALTER PUBLICATION visits SET (publish_via_partition_root = false);
