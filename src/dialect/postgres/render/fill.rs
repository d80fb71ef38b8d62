//! The value that existing rows get when a column is added, or added again by a downgrade.

use crate::dialect::postgres::literal;
use crate::dialect::{Facts, Step};
use crate::operation::Fill;
use crate::schema::{
    Column, Constraint, ConstraintDefinition, Deferrable, Enum, IndexKey, Kind, Object, QName, Schema, SchemaObject,
    Table,
};

use super::{RenderContext, facts, name, quote, types};

/// The placeholder for values that were dropped with a column.
pub(super) enum Placeholder {
    /// One value for all rows.
    Constant(String),
    /// A statement that gives each row one.
    Update {
        /// The statement.
        sql: String,
        /// What it gives, in words.
        what: String,
    },
}

impl RenderContext<'_> {
    /// What a column gets that is brought back NOT NULL: each row another value where a key wants that.
    pub(super) fn placeholder(
        &self,
        table: &QName,
        column: &Column,
        references: Option<&(QName, String)>,
    ) -> Option<Placeholder> {
        let at = quote::identifier(&column.name);
        let key = self.key_of(table, &column.name);
        if let Some((referred, target)) = references {
            let (list, target) = (name(referred), quote::identifier(target));
            return Some(if let Some(others) = key.filter(|_| !self.is_told_apart(table, &column.name)) {
                Placeholder::Update {
                    sql: format!(
                        "UPDATE {t} AS r SET {at} = s.v\n\
                     FROM (SELECT ctid AS row, row_number() OVER ({others}ORDER BY ctid) AS n FROM {t}) AS p\n\
                     JOIN (SELECT {target} AS v, row_number() OVER (ORDER BY {target}) AS n FROM {list}) AS s ON s.n = p.n\n\
                     WHERE r.ctid = p.row",
                        t = name(table)
                    ),
                    what: format!("one {referred} after the other"),
                }
            } else {
                let value = literal::placeholder(column, references)?;
                Placeholder::Update {
                    sql: format!("UPDATE {} SET {at} = {value} WHERE {at} IS NULL", name(table)),
                    what: format!("the first of {referred}"),
                }
            });
        }
        if let Some((others, value)) = key.and_then(|others| Some((others, numbered(&column.ty)?))) {
            return Some(Placeholder::Update {
                sql: format!(
                    "UPDATE {t} AS r SET {at} = {value}\n\
                     FROM (SELECT ctid AS row, row_number() OVER ({others}ORDER BY ctid) AS n FROM {t}) AS p\n\
                     WHERE r.ctid = p.row",
                    t = name(table)
                ),
                what: "a number each".to_owned(),
            });
        }
        if let Some(update) = self.referred_beside(table, &column.name) {
            return Some(update);
        }
        let value = self.allowed(table, &column.name, &column.ty).or_else(|| self.neutral(&column.ty));
        value.map(Placeholder::Constant)
    }

    /// What a column gets that is one of several of a foreign key: what stands beside the others in the table that it leads to.
    fn referred_beside(&self, table: &QName, column: &str) -> Option<Placeholder> {
        let wanted = self.after.table(table)?;
        let mut keys = wanted.constraints.iter().filter_map(Constraint::foreign_key);
        let key = keys.find(|key| key.columns.len() > 1 && key.columns.iter().any(|name| name == column))?;
        let target = self.after.table(&key.table)?;
        let referred = key.referred_in(target)?;
        let pairs: Vec<(&String, &String)> = key.columns.iter().zip(referred).collect();
        let (_, own) = pairs.iter().find(|(name, _)| *name == column)?;
        let there = |name: &str| self.before.table(table).is_some_and(|table| table.column(name).is_some());
        let beside = pairs.iter().filter(|(name, _)| *name != column && there(name));
        let beside: Vec<String> =
            beside.map(|(name, its)| format!("s.{} = r.{}", quote::identifier(its), quote::identifier(name))).collect();
        let filter = if beside.is_empty() { String::new() } else { format!("WHERE {} ", beside.join(" AND ")) };
        // All columns of the key in one order, so that two that are gone are of one row.
        let order: Vec<String> = referred.iter().map(|name| format!("s.{}", quote::identifier(name))).collect();
        let sql = format!(
            "UPDATE {} AS r SET {} = (SELECT s.{} FROM {} AS s {filter}ORDER BY {} LIMIT 1)",
            name(table),
            quote::identifier(column),
            quote::identifier(own),
            name(&key.table),
            order.join(", ")
        );
        Some(Placeholder::Update { sql, what: format!("what {} has", key.table) })
    }

    /// A neutral value of a type: of an enum the first, of a composite type one of NULLs, of a domain without checks that of the
    /// type below it.
    fn neutral(&self, ty: &str) -> Option<String> {
        if let Some(value) = self.enum_of(ty) {
            return self.first_value(value).map(|text| quote::string(text));
        }
        let objects = [self.after, self.before].into_iter().flat_map(|schema| schema.objects.values());
        let own = objects.into_iter().find_map(|object| match object {
            Object::CompositeType(one) if name(&one.name) == ty => {
                let values = one.attributes.iter().map(|attribute| self.within(&attribute.ty));
                let values: Option<Vec<String>> = values.collect();
                Some(values.map(|values| format!("ROW({})::{ty}", values.join(", "))))
            }
            Object::Domain(one) if name(&one.name) == ty => {
                let allowed = self.allowed_by_domain(ty);
                Some(allowed.or_else(|| self.neutral(&one.base).filter(|_| one.checks.is_empty())))
            }
            Object::Definition(one) if one.id.kind == Kind::RangeType && name(&one.id.name) == ty => {
                Some(Some("'empty'".to_owned()))
            }
            _ => None,
        });
        own.unwrap_or_else(|| literal::zero(ty).or_else(|| self.zero_of_extension(ty)))
    }

    /// The zero of a type that an extension brings.
    fn zero_of_extension(&self, ty: &str) -> Option<String> {
        let own = ty.rsplit_once('.').map_or(ty, |(_, own)| own);
        let extension = if own == "lquery" { "ltree" } else { own };
        let brings =
            |schema: &Schema| schema.objects.keys().any(|id| id.kind == Kind::Extension && id.name.name == extension);
        let zero = match own {
            "citext" | "hstore" | "ltree" => "''",
            "lquery" => "'*'",
            "cube" => "'(0)'",
            _ => return None,
        };
        (brings(self.before) || brings(self.after)).then(|| zero.to_owned())
    }

    /// What stands for an attribute of such a value: NULL, unless its type refuses it.
    fn within(&self, ty: &str) -> Option<String> {
        let mut domains = self.after.objects.values().filter_map(|object| match object {
            Object::Domain(one) => Some(one),
            _ => None,
        });
        match domains.find(|one| one.not_null && name(&one.name) == ty) {
            Some(_) => self.neutral(ty),
            None => Some("NULL".to_owned()),
        }
    }

    /// Whether another column of a key that this one is in is brought back as well, with a number for each row.
    fn is_told_apart(&self, table: &QName, column: &str) -> bool {
        let (Some(wanted), Some(before)) = (self.after.table(table), self.before.table(table)) else { return false };
        let keys = wanted.parts().into_iter().filter_map(|part| {
            let columns = part.unique_columns()?;
            Some(columns.into_iter().map(str::to_owned).collect::<Vec<_>>())
        });
        let refers = |name: &str| {
            let mut keys = wanted.constraints.iter().filter_map(Constraint::foreign_key);
            keys.any(|key| key.columns == [name.to_owned()])
        };
        let numbers = |name: &String| {
            let ty = wanted.column(name).filter(|_| before.column(name).is_none()).map(|column| &column.ty);
            name != column && !refers(name) && ty.is_some_and(|ty| numbered(ty).is_some())
        };
        keys.into_iter().any(|key| key.iter().any(|name| name == column) && key.iter().any(numbers))
    }

    /// Where a key of the wanted table holds the column: `PARTITION BY` its other columns that are there already, or
    /// nothing where there are none.
    fn key_of(&self, table: &QName, column: &str) -> Option<String> {
        let wanted = self.after.table(table)?;
        let names = |table: &Table| -> Option<Vec<String>> {
            let keys = table.constraints.iter().filter_map(|constraint| match &constraint.definition {
                ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => Some(key.columns.clone()),
                _ => None,
            });
            let indexes = table.indexes.iter().filter(|index| index.unique).map(|index| {
                let columns = index.columns.iter().flat_map(|column| match &column.key {
                    IndexKey::Column(name) => vec![name.clone()],
                    IndexKey::Expression(expression) => self.columns_in(&table.name, expression.text()),
                });
                columns.collect::<Vec<_>>()
            });
            keys.chain(indexes).find(|key| key.iter().any(|name| name == column))
        };
        let there = self.before.table(table);
        let others: Vec<String> = names(wanted)?
            .iter()
            .filter(|name| *name != column && there.is_some_and(|table| table.column(name).is_some()))
            .map(|name| quote::identifier(name))
            .collect();
        Some(if others.is_empty() { String::new() } else { format!("PARTITION BY {} ", others.join(", ")) })
    }

    /// The enum that a column's type is.
    pub(super) fn enum_of(&self, ty: &str) -> Option<&Enum> {
        let find = |schema: &'_ Schema| schema.enums().position(|value| name(&value.name) == ty);
        find(self.after)
            .and_then(|at| self.after.enums().nth(at))
            .or_else(|| find(self.before).and_then(|at| self.before.enums().nth(at)))
    }

    /// Its first value; one that was there before, since one that is added may not be used yet.
    fn first_value<'v>(&self, value: &'v Enum) -> Option<&'v String> {
        let old = self.before.enums().find(|other| other.name == value.name);
        value
            .values
            .iter()
            .find(|text| old.is_none_or(|old| old.values.contains(text)))
            .or_else(|| value.values.first())
    }

    /// An UPDATE of all rows, with what answers to it said.
    pub(super) fn answered(&self, table: &QName, mut update: Step) -> Step {
        if self.before.table(table).is_some_and(Table::answers_updates) {
            update.explain("its triggers and rules answer to the UPDATE of each row");
        }
        update
    }

    /// Fills the rows that hold NULL in a column that becomes NOT NULL.
    pub(super) fn fill(&self, table: &QName, column: &Column, fill: &Fill, out: &mut Vec<Step>) {
        let at = quote::identifier(&column.name);
        let mut update = |value: &str, comment: Option<String>| {
            let text = format!("UPDATE {} SET {at} = {value} WHERE {at} IS NULL", name(table));
            let step = self.answered(table, Step::rows(text).facts(facts::update(table)));
            // ALTER TABLE refuses to run while a deferred check of the same table waits.
            let deferred = self.deferred(table, &column.name);
            if !deferred.is_empty() {
                out.push(Step::rows(format!("SET CONSTRAINTS {deferred} IMMEDIATE")));
            }
            out.push(Step { comment, ..step });
            if !deferred.is_empty() {
                out.push(Step::rows(format!("SET CONSTRAINTS {deferred} DEFERRED")).facts(Facts::light()));
            }
        };
        match fill {
            Fill::Nothing => {}
            Fill::Backfill(value) => update(value.text(), None),
            Fill::Placeholder => match self.placeholder(table, column, None) {
                Some(Placeholder::Constant(value)) => {
                    update(&value, Some(format!("rows that hold no {} get {value}", column.name)));
                }
                Some(Placeholder::Update { .. }) | None => {}
            },
        }
    }

    /// The foreign keys of the column, and to it, that are looked at only when the transaction ends.
    fn deferred(&self, table: &QName, column: &str) -> String {
        let mut names = Vec::new();
        for one in self.before.tables() {
            for constraint in &one.constraints {
                let Some(key) = constraint.foreign_key() else { continue };
                let touches = (one.name == *table && key.columns.iter().any(|name| name == column))
                    || (key.table == *table && key.referred.iter().any(|name| name == column));
                let stays = self.after.table(&one.name).is_some_and(|other| other.constraints.contains(constraint));
                if touches && stays && key.deferrable == Deferrable::Deferred {
                    names.push(name(&one.name.sibling(constraint.key())));
                }
            }
        }
        names.join(", ")
    }
}

/// A value of a type made from a row's number `p.n`, another for each number.
pub(super) fn numbered(ty: &str) -> Option<String> {
    let parsed = types::parse(ty);
    if parsed.array || !parsed.builtin {
        return None;
    }
    Some(match parsed.base.as_str() {
        "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric" => "p.n".to_owned(),
        "text" | "character varying" | "character" | "bpchar" => "p.n::text".to_owned(),
        "uuid" => "lpad(to_hex(p.n), 32, '0')::uuid".to_owned(),
        "bytea" => "int8send(p.n)".to_owned(),
        "date" => "'epoch'::date + p.n::integer".to_owned(),
        "timestamp without time zone" => "'epoch'::timestamp + p.n * '1 second'::interval".to_owned(),
        "timestamp with time zone" => "'epoch'::timestamptz + p.n * '1 second'::interval".to_owned(),
        "jsonb" => "to_jsonb(p.n)".to_owned(),
        "inet" => "'0.0.0.0'::inet + p.n".to_owned(),
        _ => return None,
    })
}
