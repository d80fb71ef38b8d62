//! `CREATE VIEW`.

use super::conventions::Conventions;
use super::cursor::{Cursor, ParseError};
use super::program::definer;
use crate::schema::{Parameters, QName, View};

/// Reads what `SHOW CREATE VIEW` prints.
///
/// # Errors
/// Where the text is not understood, or is of a kind that the model has no place for (a JSON duality view).
pub(in crate::dialect::mysql) fn view(sql: &str, conventions: &Conventions) -> Result<View, ParseError> {
    let mut cursor = Cursor::new(sql);
    cursor.expect(&["CREATE"], "CREATE")?;
    let mut options: Vec<(String, String)> = Vec::new();
    let mut option = |name: &str, value: &str| options.push((name.to_owned(), value.to_owned()));
    if cursor.eat(&["ALGORITHM"]) {
        cursor.eat_operator("=");
        let algorithm = cursor.name()?.to_ascii_lowercase();
        if algorithm != "undefined" {
            option("algorithm", &algorithm);
        }
    }
    let owner = definer(&mut cursor)?;
    if cursor.eat(&["SQL", "SECURITY", "INVOKER"]) {
        option("security", "invoker");
    } else {
        cursor.eat(&["SQL", "SECURITY", "DEFINER"]);
    }
    cursor.expect(&["VIEW"], "VIEW")?;
    let name = cursor.name()?;
    let columns = if cursor.is_punct("(") { cursor.names()? } else { Vec::new() };
    cursor.expect(&["AS"], "AS")?;
    let query = cursor.rest();
    let checks = [("WITH CASCADED CHECK OPTION", "cascaded"), ("WITH LOCAL CHECK OPTION", "local")];
    let check = checks.iter().find_map(|(words, value)| Some((query.strip_suffix(words)?.trim_end(), *value)));
    if let Some((_, value)) = check {
        option("check_option", value);
    }
    let query = check.map_or(query, |(query, _)| query);
    let mut view = View::new(QName::plain(name), conventions.unqualified(query));
    view.columns = columns;
    view.options = Parameters::from(options);
    view.annotation.owner = owner;
    Ok(view)
}
