//! What must go before tables, views and columns get other names, and comes again after it: views and bodies of triggers that
//! name them, which the server leaves as they were written; and in MySQL whatever else names a column, which MariaDB writes
//! anew by itself. Tried on MySQL 9.7 and MariaDB 10.11.

use std::collections::BTreeSet;

use crate::dialect::mysql::SYNTAX;
use crate::engine::Flavor;
use crate::operation::{Fill, Operation, Part};
use crate::schema::{
    Column, Constraint, ConstraintDefinition, Expr, Index, IndexKey, Kind, Object, ObjectId, Schema, Table,
    TableOptions, View,
};
use crate::sql::{self, TokenKind};

/// What must go before these renames, in order; going back, it comes in the reverse order.
pub(super) fn make_way(renames: &[Operation], before: &Schema, flavor: &Flavor) -> Vec<Operation> {
    let mut found = left_behind(renames, before);
    if flavor.is_mariadb() {
        return found;
    }
    for table in before.tables() {
        let columns = renamed_columns(table, renames);
        if !columns.is_empty() {
            found.extend(naming(table, &columns, before));
        }
    }
    found
}

/// The columns of a table that get another name.
fn renamed_columns<'a>(table: &Table, renames: &'a [Operation]) -> BTreeSet<&'a str> {
    // A table that is renamed too is called by its new name there.
    let new = renames.iter().find_map(|one| match one {
        Operation::Rename { from, to } if *from == ObjectId::table(&table.name) => Some(&to.name),
        _ => None,
    });
    let called = new.unwrap_or(&table.name);
    let columns = renames.iter().filter_map(|one| match one {
        Operation::RenameColumn { table, from, .. } if table == called => Some(from.as_str()),
        _ => None,
    });
    columns.collect()
}

/// What of a table names columns in an expression: MySQL refuses to rename them (errors 3108, 3766, 3837, 3855, 3959). What
/// is over a computed column goes with it.
fn naming(table: &Table, renamed: &BTreeSet<&str>, before: &Schema) -> Vec<Operation> {
    let mut gone: BTreeSet<&str> = BTreeSet::new();
    let over = |text: &str, gone: &BTreeSet<&str>| renamed.iter().chain(gone).any(|column| mentions(text, column));
    loop {
        let known = gone.len();
        for column in &table.columns {
            if column.generated.as_ref().is_some_and(|generated| over(generated.expression.text(), &gone)) {
                gone.insert(&column.name);
            }
        }
        if gone.len() == known {
            break;
        }
    }
    let of = ObjectId::table(&table.name);
    let drop = |of: &ObjectId, part: Part| Operation::DropPart { of: of.clone(), part };
    let mut found = Vec::new();
    let mut kept = table.clone();
    if table.options.partition_by.as_ref().is_some_and(|text| over(text.text(), &gone)) {
        kept.options = TableOptions { partition_by: None, ..kept.options };
        found.push(Operation::Alter { from: Object::Table(table.clone()), to: Object::Table(kept) });
    }
    for other in before.tables() {
        let refers = |one: &&Constraint| {
            one.foreign_key().is_some_and(|key| {
                key.table == table.name && key.referred.iter().any(|name| gone.contains(name.as_str()))
                    || other.name == table.name && key.columns.iter().any(|name| gone.contains(name.as_str()))
            })
        };
        let id = ObjectId::table(&other.name);
        found.extend(other.constraints.iter().filter(refers).map(|one| drop(&id, Part::Constraint(one.clone()))));
    }
    for one in &table.constraints {
        let goes = match &one.definition {
            ConstraintDefinition::Check(check) => over(check.expression.text(), &gone),
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                key.columns.iter().any(|name| gone.contains(name.as_str()))
            }
            ConstraintDefinition::ForeignKey(_) | ConstraintDefinition::Exclusion(_) => false,
        };
        if goes {
            found.push(drop(&of, Part::Constraint(one.clone())));
        }
    }
    let holds = |index: &&Index| {
        index.columns.iter().any(|place| match &place.key {
            IndexKey::Column(name) => gone.contains(name.as_str()),
            IndexKey::Expression(expression) => over(expression.text(), &gone),
        })
    };
    found.extend(table.indexes.iter().filter(holds).map(|index| drop(&of, Part::Index(index.clone()))));
    // Backwards: what comes again comes behind what it stands behind, and after what it is computed from.
    for (at, column) in table.columns.iter().enumerate().rev() {
        if gone.contains(column.name.as_str()) {
            let after = at.checked_sub(1).and_then(|at| table.columns.get(at)).map(|column| column.name.clone());
            let (table, column) = (table.name.clone(), column.clone());
            found.push(Operation::DropColumn { table, column, references: None, after, kept_below: false });
        } else if column.default.as_ref().is_some_and(|default| names_in_default(default, renamed)) {
            found.push(Operation::AlterColumn {
                table: table.name.clone(),
                from: column.clone(),
                to: Column { default: None, ..column.clone() },
                using: None,
                fill: Fill::Nothing,
            });
        }
    }
    found
}

/// Whether a default is an expression that names one of the columns.
fn names_in_default(default: &Expr, columns: &BTreeSet<&str>) -> bool {
    sql::strip_outer_parens(SYNTAX, default.text()) != default.text().trim()
        && columns.iter().any(|column| mentions(default.text(), column))
}

/// The views that name what is renamed, with those over them, and the triggers whose bodies do.
fn left_behind(renames: &[Operation], before: &Schema) -> Vec<Operation> {
    let mut objects: Vec<&str> = Vec::new();
    let mut columns: Vec<&str> = Vec::new();
    for rename in renames {
        match rename {
            Operation::Rename { from, .. } if matches!(from.kind, Kind::Table | Kind::View) => {
                objects.push(&from.name.name);
            }
            Operation::RenameColumn { from, .. } => columns.push(from),
            _ => {}
        }
    }
    let names = |text: &str| objects.iter().chain(&columns).any(|name| mentions(text, name));
    // A view's text is the server's own: what it calls its columns and what belongs to a table is told from relations.
    let shows = |text: &str| {
        objects.iter().any(|name| names_relation(text, name)) || columns.iter().any(|name| mentions(text, name))
    };
    // What is itself renamed keeps its text; it is made anew by its new name where that changes.
    let renamed = |view: &View| {
        renames.iter().any(|one| matches!(one, Operation::Rename { from, .. } if *from == ObjectId::view(&view.name)))
    };
    let mut views: Vec<&View> = before.views().filter(|view| shows(view.query.text())).collect();
    loop {
        let above: Vec<&View> = before
            .views()
            .filter(|view| !views.iter().any(|one| one.name == view.name))
            .filter(|view| views.iter().any(|below| names_relation(view.query.text(), &below.name.name)))
            .collect();
        if above.is_empty() {
            break;
        }
        views.extend(above);
    }
    let mut found: Vec<Operation> = from_above(views)
        .into_iter()
        .filter(|view| !renamed(view))
        .map(|view| Operation::Drop(Object::View(view.clone())))
        .collect();
    for table in before.tables() {
        for trigger in &table.triggers {
            let body = trigger.sql.text();
            let body = body.to_ascii_uppercase().find("FOR EACH ROW").map_or(body, |at| &body[at..]);
            if names(body) {
                let of = ObjectId::table(&table.name);
                found.push(Operation::DropPart { of, part: Part::Trigger(trigger.clone()) });
            }
        }
    }
    found
}

/// Views in an order in which each stands before those that it names.
fn from_above(mut left: Vec<&View>) -> Vec<&View> {
    let mut sorted = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let named = |view: &View| {
            left.iter().any(|other| other.name != view.name && names_relation(other.query.text(), &view.name.name))
        };
        // A word in a text may be taken for the name of a view: then there may be no top, and any order is as good.
        let at = left.iter().position(|view| !named(view)).unwrap_or(0);
        sorted.push(left.remove(at));
    }
    sorted
}

/// Whether the text of a view may name a relation: not where the word is said of a column, behind AS or a dot.
fn names_relation(text: &str, relation: &str) -> bool {
    let tokens: Vec<_> = sql::significant(SYNTAX, text).collect();
    tokens.iter().enumerate().any(|(at, token)| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent)
            && sql::unquote(SYNTAX, token.text).eq_ignore_ascii_case(relation)
            && !before.is_some_and(|one| one.is_punct(".") || one.is_word("AS"))
    })
}

/// Whether an expression names a column.
fn mentions(text: &str, column: &str) -> bool {
    sql::significant(SYNTAX, text).any(|token| {
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent)
            && sql::unquote(SYNTAX, token.text).eq_ignore_ascii_case(column)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::schema::{Annotation, Check, Generated, IndexColumn, QName};

    fn server(mariadb: bool) -> Flavor {
        Flavor { engine: Engine::MySql, mariadb, version: if mariadb { (10, 11, 0) } else { (8, 4, 0) } }
    }

    fn computed(name: &str, text: &str) -> Column {
        Column { generated: Some(Generated { expression: text.into(), stored: false }), ..Column::new(name, "int") }
    }

    fn check(name: &str, text: &str) -> Constraint {
        Constraint {
            name: Some(name.into()),
            definition: ConstraintDefinition::Check(Check::new(text)),
            annotation: Annotation::default(),
        }
    }

    fn rename() -> [Operation; 1] {
        [Operation::RenameColumn { table: QName::plain("t"), from: "a".into(), to: "z".into() }]
    }

    #[test]
    fn mysql_makes_way_for_the_new_name_of_a_column() {
        let mut table = Table::new(QName::plain("t"));
        let default = Column { default: Some("(`a` + 2)".into()), ..Column::new("d", "int") };
        let text = Column { default: Some("'a'".into()), ..Column::new("e", "text") };
        table.columns =
            vec![Column::new("a", "int"), computed("g", "`a` + 1"), computed("h", "`g` + 1"), default, text];
        table.constraints = vec![check("k", "(`A` > 0)"), check("over", "`h` > 0"), check("other", "(`b` > 'a')")];
        let over = |name: &str, column| Index { name: name.into(), columns: vec![column], ..Index::default() };
        table.indexes = vec![
            over("plain", IndexColumn::column("a")),
            over("computed", IndexColumn::column("h")),
            over("by_expression", IndexColumn::expression("`a` * 2")),
        ];
        let mut schema = Schema::default();
        schema.insert(Object::Table(table));
        let away = make_way(&rename(), &schema, &server(false));
        let said: Vec<String> = away.iter().map(Operation::describe).collect();
        assert_eq!(
            said,
            [
                "check k on t",
                "check over on t",
                "index computed on t",
                "index by_expression on t",
                "column t.d: default (`a` + 2) -> none",
                "column t.h",
                "column t.g"
            ]
        );
        let places: Vec<_> = away
            .iter()
            .filter_map(|one| match one {
                Operation::DropColumn { after, .. } => after.as_deref(),
                _ => None,
            })
            .collect();
        assert_eq!(places, ["g", "a"]);
        assert!(make_way(&rename(), &schema, &server(true)).is_empty());
    }

    #[test]
    fn a_column_of_a_view_is_no_relation() {
        let text = "select `t`.`v` AS `w` from (`x` join `y` on(`x`.`a` = `y`.`a`))";
        assert!(names_relation(text, "x") && names_relation(text, "y"));
        assert!(!names_relation(text, "v") && !names_relation(text, "w"));
    }

    #[test]
    fn a_view_goes_before_those_that_it_names() {
        let mut schema = Schema::default();
        for (name, query) in [("v", "select `a` from `t`"), ("w", "select `a` from `v`"), ("x", "select 1 from `w`")] {
            let name = QName::plain(name);
            schema.insert(Object::View(View::new(name, query)));
        }
        let away = make_way(&rename(), &schema, &server(true));
        let said: Vec<String> = away.iter().map(Operation::describe).collect();
        assert_eq!(said, ["view x", "view w", "view v"]);
    }
}
