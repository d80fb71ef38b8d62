//! Foreign data wrappers, servers and user mappings, written down as the statements that create them.
//!
//! The options of a user mapping can hold secrets. A secret belongs into no schema, script or message: where two schemas are
//! compared, something else stands for it ([`crate::schema::secret`]); elsewhere the mapping is named as beyond the model.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::dialect::postgres::quote;
use crate::dialect::postgres::render::options_clause;
use crate::engine::Flavor;
use crate::schema::secret::{is_secret_name, stand_in, why_not_written};
use crate::schema::{Definition, Kind, Object, ObjectId, QName};

/// The options in the order of their names: the server keeps them in that in which they came, which means nothing.
fn options(cells: &mut Cells<'_>) -> Vec<(String, String)> {
    let mut found = cells.settings();
    found.sort();
    found
}

/// A clause each of the options, for ALTER.
fn options_as_clauses(options: &[(String, String)]) -> impl Iterator<Item = (String, String)> + '_ {
    options.iter().map(|(name, value)| (format!("option {name}"), value.clone()))
}

/// A row of `pg_foreign_data_wrapper`.
pub(super) struct WrapperRow {
    oid: u32,
    name: String,
    handler: Option<String>,
    validator: Option<String>,
    options: Vec<(String, String)>,
}

impl CatalogRow for WrapperRow {
    fn query(_flavor: &Flavor) -> String {
        "SELECT oid, fdwname, nullif(fdwhandler, 0)::regproc, nullif(fdwvalidator, 0)::regproc, array_to_json(fdwoptions) \
         FROM pg_foreign_data_wrapper WHERE oid >= 16384"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        WrapperRow {
            oid: cells.number(),
            name: cells.text(),
            handler: cells.optional(),
            validator: cells.optional(),
            options: options(&mut cells),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::FOREIGN_DATA_WRAPPER, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        let catalog = reader.catalog;
        for row in &catalog.wrappers {
            let id = ObjectId::new(Kind::ForeignDataWrapper, QName::plain(&row.name));
            let mut sql = format!("CREATE FOREIGN DATA WRAPPER {}", quote::identifier(&row.name));
            let mut clauses = Vec::new();
            for (word, function) in [("HANDLER", &row.handler), ("VALIDATOR", &row.validator)] {
                if let Some(function) = function {
                    sql.push_str(&format!(" {word} {function}"));
                    clauses.push((word.to_owned(), function.clone()));
                }
            }
            sql.push_str(&options_clause(&row.options));
            clauses.extend(options_as_clauses(&row.options));
            let definition = Definition { clauses, ..Definition::new(id, sql) };
            reader.of_the_database((oid::FOREIGN_DATA_WRAPPER, row.oid), &row.name, definition);
        }
    }
}

/// A row of `pg_foreign_server`.
pub(super) struct ServerRow {
    oid: u32,
    name: String,
    wrapper: String,
    ty: Option<String>,
    version: Option<String>,
    options: Vec<(String, String)>,
}

impl CatalogRow for ServerRow {
    fn query(_flavor: &Flavor) -> String {
        "SELECT s.oid, s.srvname, w.fdwname, s.srvtype, s.srvversion, array_to_json(s.srvoptions) \
         FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE s.oid >= 16384"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        ServerRow {
            oid: cells.number(),
            name: cells.text(),
            wrapper: cells.text(),
            ty: cells.optional(),
            version: cells.optional(),
            options: options(&mut cells),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::FOREIGN_SERVER, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        let catalog = reader.catalog;
        for row in &catalog.servers {
            let id = ObjectId::new(Kind::Server, QName::plain(&row.name));
            let mut sql = format!("CREATE SERVER {}", quote::identifier(&row.name));
            let mut clauses = vec![("wrapper".to_owned(), row.wrapper.clone())];
            for (word, text) in [("TYPE", &row.ty), ("VERSION", &row.version)] {
                if let Some(text) = text {
                    sql.push_str(&format!(" {word} {}", quote::string(text)));
                    clauses.push((word.to_owned(), quote::string(text)));
                }
            }
            sql.push_str(&format!(" FOREIGN DATA WRAPPER {}", quote::identifier(&row.wrapper)));
            sql.push_str(&options_clause(&row.options));
            clauses.extend(options_as_clauses(&row.options));
            let definition = Definition { clauses, ..Definition::new(id, sql) };
            reader.of_the_database((oid::FOREIGN_SERVER, row.oid), &row.name, definition);
        }
    }
}

/// A row of the view `pg_user_mappings`, which is for everybody and shows the options to those alone who may see them.
pub(super) struct MappingRow {
    oid: u32,
    server: String,
    /// The role's name; none for `PUBLIC`.
    user: Option<String>,
    options: Vec<(String, String)>,
    /// Whether options that there are would be shown.
    shown: bool,
}

impl CatalogRow for MappingRow {
    /// The ids are those of a catalogue that not everybody may read.
    fn query(_flavor: &Flavor) -> String {
        "SELECT umid, srvname, CASE WHEN umuser <> 0 THEN usename END, array_to_json(umoptions), \
         umoptions IS NOT NULL OR (SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER) \
         FROM pg_user_mappings WHERE umid >= 16384"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        MappingRow {
            oid: cells.number(),
            server: cells.text(),
            user: cells.optional(),
            options: options(&mut cells),
            shown: cells.flag(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::USER_MAPPING, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        let catalog = reader.catalog;
        'mappings: for row in &catalog.mappings {
            let user = row.user.as_deref().unwrap_or("public");
            let name = format!("{user} on {}", row.server);
            if reader.scope.only.is_some() || !reader.scope.filter.matches("user_mapping", None, &name) {
                continue;
            }
            let mut options = row.options.clone();
            for (option, value) in options.iter_mut().filter(|(option, _)| is_secret_name(option)) {
                if !reader.scope.stand_ins {
                    reader.name_beyond("user mapping", None, &name, &why_not_written(option));
                    continue 'mappings;
                }
                *value = stand_in(value);
            }
            if !row.shown {
                reader.name_beyond("user mapping", None, &name, ": this role may not see its options");
                continue;
            }
            let id = ObjectId::with_arguments(Kind::UserMapping, QName::plain(user), vec![row.server.clone()]);
            let role = row.user.as_deref().map_or_else(|| "PUBLIC".to_owned(), quote::identifier);
            let server = quote::identifier(&row.server);
            let said = options_clause(&options);
            let mut definition = Definition::new(id, format!("CREATE USER MAPPING FOR {role} SERVER {server}{said}"));
            definition.clauses.extend(options_as_clauses(&options));
            reader.objects.insert((oid::USER_MAPPING, row.oid), definition.id.clone());
            reader.schema.insert(Object::Definition(definition));
        }
    }
}
