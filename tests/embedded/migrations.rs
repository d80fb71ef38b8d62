&[
    ("1b0c77e2a955_users.sql", "-- revision: 1b0c77e2a955\n-- down_revision:\n-- created: 2026-11-20T15:30:00Z\n-- message: users\n\n-- migrate:upgrade\nCREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL DEFAULT '\"it''s\" a \\ {name}');\n\n-- migrate:downgrade\nDROP TABLE users;\n"),
    ("3f2a9c81d4e7_orders.sql", "-- revision: 3f2a9c81d4e7\n-- down_revision: 1b0c77e2a955\n-- created: 2026-11-21T15:30:00Z\n-- message: orders\n\n-- migrate:upgrade\nCREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users);\n\n-- migrate:downgrade\nDROP TABLE orders;\n"),
]
