-- migrate:upgrade
ALTER TABLE changes
PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN (20) ENGINE = InnoDB,
 PARTITION p2 VALUES LESS THAN MAXVALUE ENGINE = InnoDB);

ALTER TABLE comes
PARTITION BY KEY (id)
PARTITIONS 2;

ALTER TABLE goes REMOVE PARTITIONING;

ALTER TABLE stays
    ADD COLUMN more int,
    MODIFY COLUMN name varchar(30);

-- migrate:downgrade
ALTER TABLE changes
PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB);

ALTER TABLE comes REMOVE PARTITIONING;

ALTER TABLE goes
PARTITION BY HASH (`id`)
PARTITIONS 3;

-- loses spaces at the end of stays.name
-- loses the values of stays.more
-- fails while stays.name holds values longer than varchar(20)
ALTER TABLE stays
    MODIFY COLUMN name varchar(20),
    DROP COLUMN more;
