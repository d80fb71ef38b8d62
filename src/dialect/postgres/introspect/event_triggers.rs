//! Event triggers.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::dialect::postgres::quote;
use crate::engine::Flavor;
use crate::schema::{Definition, Kind, ObjectId, QName};

/// A row of `pg_event_trigger`.
pub(super) struct EventTriggerRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// `ddl_command_end`
    pub event: String,
    /// The commands that it is for; all where there are none.
    pub tags: Vec<String>,
    /// The function, as SQL.
    pub function: String,
    /// `O`, `D`, `R` or `A`.
    pub enabled: char,
}

impl CatalogRow for EventTriggerRow {
    fn query(_flavor: &Flavor) -> String {
        "SELECT e.oid, e.evtname, e.evtevent, array_to_json(e.evttags), \
     CASE WHEN pg_function_is_visible(f.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(f.proname), \
     e.evtenabled FROM pg_event_trigger e JOIN pg_proc f ON f.oid = e.evtfoid \
     JOIN pg_namespace n ON n.oid = f.pronamespace WHERE e.oid >= 16384"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        EventTriggerRow {
            oid: cells.number(),
            name: cells.text(),
            event: cells.text(),
            tags: cells.list(),
            function: cells.text(),
            enabled: cells.letter(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::EVENT_TRIGGER, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.event_triggers();
    }
}

impl CatalogReader<'_> {
    fn event_triggers(&mut self) {
        for row in &self.catalog.event_triggers {
            let tags: Vec<String> = row.tags.iter().map(|tag| quote::string(tag)).collect();
            let filter =
                if tags.is_empty() { String::new() } else { format!("\n    WHEN TAG IN ({})", tags.join(", ")) };
            let sql = format!(
                "CREATE EVENT TRIGGER {} ON {}{filter}\n    EXECUTE FUNCTION {}()",
                quote::identifier(&row.name),
                row.event,
                row.function
            );
            let id = ObjectId::new(Kind::EventTrigger, QName::plain(&row.name));
            let mut definition = Definition::new(id, sql);
            let enabled = match row.enabled {
                'D' => Some("false"),
                'R' => Some("replica"),
                'A' => Some("always"),
                _ => None,
            };
            let said = enabled.map(|word| ("enabled".to_owned(), word.to_owned()));
            definition.settings = said.into_iter().collect::<Vec<_>>().into();
            self.of_the_database((oid::EVENT_TRIGGER, row.oid), &row.name.clone(), definition);
        }
    }
}
