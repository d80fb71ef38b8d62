//! The tables in which other tools keep what they have applied: they belong to those tools, not to the schema.

/// Names of tables, and whose they are. Only names that nobody gives a table of their own are here.
const TABLES: &[(&str, &str)] = &[
    ("__diesel_schema_migrations", "Diesel"),
    ("__drizzle_migrations", "Drizzle"),
    ("__efmigrationshistory", "Entity Framework"),
    ("_prisma_migrations", "Prisma"),
    ("_sqlx_migrations", "sqlx"),
    ("_yoyo_log", "yoyo"),
    ("_yoyo_migration", "yoyo"),
    ("_yoyo_version", "yoyo"),
    ("alembic_version", "Alembic"),
    ("ar_internal_metadata", "Rails"),
    ("atlas_schema_revisions", "Atlas"),
    ("databasechangelog", "Liquibase"),
    ("databasechangeloglock", "Liquibase"),
    ("django_migrations", "Django"),
    ("doctrine_migration_versions", "Doctrine"),
    ("flyway_schema_history", "Flyway"),
    ("goose_db_version", "goose"),
    ("gorp_migrations", "sql-migrate"),
    ("knex_migrations", "Knex"),
    ("knex_migrations_lock", "Knex"),
    ("kysely_migration", "Kysely"),
    ("kysely_migration_lock", "Kysely"),
    ("mikro_orm_migrations", "MikroORM"),
    ("pgmigrations", "node-pg-migrate"),
    ("phinxlog", "Phinx"),
    ("refinery_schema_history", "refinery"),
    ("schema_migrations", "Rails, golang-migrate or dbmate"),
    ("sequelizemeta", "Sequelize"),
    ("yoyo_lock", "yoyo"),
];

/// Whose table it is, by its name.
pub(super) fn owner(table: &str) -> Option<&'static str> {
    let name = table.to_ascii_lowercase();
    TABLES.iter().find(|(known, _)| *known == name).map(|(_, tool)| *tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case() {
        assert_eq!(owner("alembic_version"), Some("Alembic"));
        assert_eq!(owner("__EFMigrationsHistory"), Some("Entity Framework"));
        assert_eq!(owner("migrations"), None, "many have a table of this name");
    }

    #[test]
    fn the_list_is_in_order_and_in_lower_case() {
        assert!(TABLES.is_sorted());
        assert!(TABLES.iter().all(|(name, _)| *name == name.to_ascii_lowercase()));
    }
}
