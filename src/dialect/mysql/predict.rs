//! An object as the server will spell it, as far as that is certain.
//!
//! Expressions of checks and computed columns are left as they are written: who wrote them as the server prints them is
//! understood, any other is asked of the server.

use super::SYNTAX;
use super::{literal, quote, types};
use crate::dialect::{Literal, ValueClass};
use crate::engine::Flavor;
use crate::schema::{
    Annotation, Column, Constraint, ConstraintDefinition, Expr, Index, IndexColumn, Key, Object, Table, View,
};
use crate::sql;

/// The object with what is certain spelled as the server does.
pub(super) fn object(object: &Object, flavor: &Flavor) -> Object {
    match object {
        Object::Table(one) => Object::Table(table(one, flavor)),
        Object::View(one) => Object::View(view(one)),
        other => other.clone(),
    }
}

/// An empty comment is none.
fn said(annotation: &mut Annotation) {
    annotation.comment.take_if(|text| text.is_empty());
}

fn view(declared: &View) -> View {
    let mut view = declared.clone();
    view.query = Expr::from(view.query.text().trim().trim_end_matches(';').trim_end());
    view
}

fn table(declared: &Table, flavor: &Flavor) -> Table {
    let mut table = declared.clone();
    said(&mut table.annotation);
    let keyed: Vec<String> = table.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
    for one in &mut table.columns {
        column(one, flavor);
        one.nullable &= !keyed.contains(&one.name) && one.identity.is_none();
    }
    for one in &mut table.constraints {
        said(&mut one.annotation);
        if let ConstraintDefinition::PrimaryKey(_) = one.definition {
            one.name = Some("PRIMARY".to_owned());
        }
    }
    for one in &mut table.indexes {
        said(&mut one.annotation);
        one.method = one.method.take().map(|word| word.to_ascii_lowercase());
    }
    let (unique, indexes): (Vec<Index>, Vec<Index>) = table.indexes.drain(..).partition(is_plain_unique);
    table.indexes = indexes;
    table.constraints.extend(unique.into_iter().map(as_constraint));
    index_foreign_keys(&mut table);
    let parameters = table.options.parameters.iter();
    table.options.parameters = parameters.map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    table
}

/// A unique index of which nothing is said is a unique constraint.
fn is_plain_unique(index: &Index) -> bool {
    let plain: Option<Vec<IndexColumn>> =
        index.columns.iter().map(|place| place.name().map(IndexColumn::column)).collect();
    plain.is_some_and(|columns| *index == Index { name: index.name.clone(), unique: true, columns, ..Index::default() })
}

fn as_constraint(index: Index) -> Constraint {
    let columns = index.columns.iter().filter_map(|place| place.name().map(str::to_owned)).collect();
    Constraint {
        name: Some(index.name),
        definition: ConstraintDefinition::Unique(Key { columns, ..Key::default() }),
        annotation: Annotation::default(),
    }
}

/// `InnoDB` makes an index for each foreign key that no other can serve, under the key's name.
fn index_foreign_keys(table: &mut Table) {
    let keys: Vec<(String, Vec<String>)> = table
        .constraints
        .iter()
        .filter_map(|one| Some((one.name.clone()?, one.foreign_key()?.columns.clone())))
        .collect();
    for (name, columns) in keys {
        if !serves(table, &columns) {
            let columns = columns.iter().map(IndexColumn::column).collect();
            table.indexes.push(Index { name, columns, ..Index::default() });
        }
    }
}

/// Whether a key or an index begins with these columns, whole.
fn serves(table: &Table, columns: &[String]) -> bool {
    let keyed = table.constraints.iter().any(|one| match &one.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
            key.columns.starts_with(columns) && key.orders.iter().all(|text| !text.starts_with('('))
        }
        _ => false,
    });
    keyed
        || table.indexes.iter().any(|index| {
            !matches!(index.method.as_deref(), Some("fulltext" | "spatial"))
                && index.columns.len() >= columns.len()
                && columns
                    .iter()
                    .zip(&index.columns)
                    .all(|(name, place)| place.name() == Some(name) && place.length.is_none())
        })
}

fn column(column: &mut Column, flavor: &Flavor) {
    said(&mut column.annotation);
    column.ty = types::printed(&column.ty, flavor).unwrap_or_else(|| types::native(&column.ty, flavor));
    if let Some(default) = &column.default {
        column.default = self::default(default, &column.ty, flavor);
    }
    column.on_update = column.on_update.take().map(|text| now(&text, flavor).unwrap_or(text));
}

/// A default as the server prints it; one of NULL is none.
fn default(declared: &Expr, ty: &str, flavor: &Flavor) -> Option<Expr> {
    let text = declared.text().trim();
    if text.eq_ignore_ascii_case("null") {
        return None;
    }
    if let Some(text) = now(declared, flavor) {
        return Some(text);
    }
    let boolean = match text.to_ascii_lowercase().as_str() {
        "true" => Some(Literal::Boolean(true)),
        "false" => Some(Literal::Boolean(false)),
        _ => None,
    };
    let value = boolean.or_else(|| literal::read(declared, ty));
    let certain = match (&value, types::value_class(ty)) {
        (Some(Literal::Integer(_) | Literal::Boolean(_)), ValueClass::Number | ValueClass::Boolean) => {
            matches!(types::word(ty), "tinyint" | "smallint" | "mediumint" | "int" | "bigint")
        }
        (Some(Literal::Text(text)), ValueClass::Any) => {
            !types::is_large(ty) && text.bytes().all(|b| (b' '..=b'~').contains(&b))
        }
        _ => false,
    };
    match value {
        Some(value) if certain => Some(literal::render(&value, ty, flavor)),
        Some(value) if types::word(ty) == "decimal" => {
            Some(scaled(&value, ty, flavor).unwrap_or_else(|| declared.clone()))
        }
        _ => Some(Expr::from(text)),
    }
}

/// A decimal with all its digits: 1.5 of a decimal(10,2) is printed as 1.50.
fn scaled(value: &Literal, ty: &str, flavor: &Flavor) -> Option<Expr> {
    let scale: usize = ty.rsplit_once(',')?.1.trim_end_matches(')').parse().ok()?;
    let text = match value {
        Literal::Integer(number) => number.to_string(),
        Literal::Float(text) => text.clone(),
        _ => return None,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = whole.trim_start_matches('-');
    let plain = !digits.is_empty() && (digits == "0" || !digits.starts_with('0')) && fraction.len() <= scale;
    let printed = if scale == 0 { whole.to_owned() } else { format!("{whole}.{fraction:0<scale$}") };
    let quoted = if flavor.is_mariadb() { printed } else { quote::string(&printed) };
    plain.then_some(Expr(quoted))
}

/// The current time as the server prints it.
fn now(text: &Expr, flavor: &Flavor) -> Option<Expr> {
    let tokens: Vec<&str> = sql::significant(SYNTAX, text.text()).map(|token| token.text).collect();
    let (word, rest) = tokens.split_first()?;
    let known = ["current_timestamp", "now", "localtime", "localtimestamp"];
    if !known.iter().any(|one| one.eq_ignore_ascii_case(word)) {
        return None;
    }
    let digits = match rest {
        [] if !word.eq_ignore_ascii_case("now") => "",
        ["(", ")"] => "",
        ["(", digits, ")"] if digits.len() == 1 && ("1"..="6").contains(digits) => digits,
        _ => return None,
    };
    Some(Expr(match (flavor.is_mariadb(), digits) {
        (true, digits) => format!("current_timestamp({digits})"),
        (false, "") => "CURRENT_TIMESTAMP".to_owned(),
        (false, digits) => format!("CURRENT_TIMESTAMP({digits})"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::schema::{Action, Deferrable, ForeignKey, Match, QName};

    fn server(mariadb: bool) -> Flavor {
        Flavor { engine: Engine::MySql, mariadb, version: if mariadb { (10, 11, 0) } else { (9, 7, 0) } }
    }

    #[test]
    fn defaults() {
        for (written, ty, on_mysql, on_mariadb) in [
            ("0", "int", Some("'0'"), Some("0")),
            ("'7'", "bigint", Some("'7'"), Some("7")),
            ("true", "boolean", Some("'1'"), Some("1")),
            ("1.5", "numeric(10,2)", Some("'1.50'"), Some("1.50")),
            ("now()", "datetime", Some("CURRENT_TIMESTAMP"), Some("current_timestamp()")),
            ("current_timestamp(3)", "datetime(3)", Some("CURRENT_TIMESTAMP(3)"), Some("current_timestamp(3)")),
            ("'x'", "varchar(9)", Some("'x'"), Some("'x'")),
            ("NULL", "int", None, None),
            ("(uuid())", "char(36)", Some("(uuid())"), Some("(uuid())")),
        ] {
            for (mariadb, expected) in [(false, on_mysql), (true, on_mariadb)] {
                let mut one = Column { default: Some(written.into()), ..Column::new("c", ty) };
                column(&mut one, &server(mariadb));
                assert_eq!(one.default.as_ref().map(Expr::text), expected, "{written} of {ty}");
                let again = one.clone();
                column(&mut one, &server(mariadb));
                assert_eq!(one, again, "what the server spells stays");
            }
        }
    }

    #[test]
    fn what_innodb_makes_by_itself() {
        let mut declared = Table::new(QName::plain("t"));
        declared.columns = vec![Column::new("id", "int"), Column::new("a", "int")];
        let constraint = |name: Option<&str>, definition| Constraint {
            name: name.map(str::to_owned),
            definition,
            annotation: Annotation::default(),
        };
        let key = Key { columns: vec!["id".into()], ..Key::default() };
        let foreign = ForeignKey {
            columns: vec!["a".into()],
            table: QName::plain("p"),
            referred: vec!["id".into()],
            on_delete: Action::NoAction,
            on_delete_columns: Vec::new(),
            on_update: Action::NoAction,
            matching: Match::Simple,
            deferrable: Deferrable::No,
            not_valid: false,
        };
        declared.constraints = vec![
            constraint(None, ConstraintDefinition::PrimaryKey(key)),
            constraint(Some("fk"), ConstraintDefinition::ForeignKey(foreign)),
        ];
        let column = IndexColumn::column("a");
        declared.indexes =
            vec![Index { name: "u".into(), unique: true, columns: vec![column.clone()], ..Index::default() }];
        let predicted = table(&declared, &server(true));
        assert_eq!(predicted.constraints[0].name.as_deref(), Some("PRIMARY"));
        assert!(!predicted.columns[0].nullable);
        assert_eq!(predicted.constraints.len(), 3, "the unique index is a constraint");
        assert!(predicted.indexes.is_empty(), "and serves the foreign key");
        declared.indexes.clear();
        let predicted = table(&declared, &server(true));
        assert_eq!(predicted.indexes, [Index { name: "fk".into(), columns: vec![column], ..Index::default() }]);
        assert_eq!(table(&predicted, &server(true)), predicted);
    }
}
