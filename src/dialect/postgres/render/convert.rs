//! ALTER COLUMN: type, default, nullability, storage.

use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::casts::{self, Casts, Way};
use crate::dialect::{Clause, ClauseKind, NeedsUsing, Step};
use crate::engine::Flavor;
use crate::operation::Fill;
use crate::schema::{Column, Expr, Kind, Object, ObjectId, Origin, QName, Schema};
use crate::sql::{self, TokenKind};

use super::types::PostgresType;
use super::{
    RenderContext, alter, alter_column, alter_with, column, comment, composite_type, constraint, defaults, facts,
    identity, name, quote, types,
};

impl RenderContext<'_> {
    /// Takes a column from one form to the other, in the order in which the server takes it: what the type change would
    /// stumble over goes first, what needs the new type comes last.
    pub(super) fn alter_column(
        &self,
        table: &QName,
        from: &Column,
        to: &Column,
        using: Option<&Expr>,
        fill: &Fill,
        out: &mut Vec<Step>,
    ) {
        let change = |kind, what: String, out: &mut Vec<Step>| alter(table, alter_column(kind, &to.name, what), out);
        let mut expression = None;
        match (&from.generated, &to.generated) {
            (Some(a), Some(b))
                if a.expression != b.expression && self.flavor.at_least(17, 0) && a.stored == b.stored =>
            {
                expression = Some(format!("SET EXPRESSION AS ({})", b.expression));
            }
            (Some(a), None) if a.stored => change(ClauseKind::DropExpression, "DROP EXPRESSION".to_owned(), out),
            (a, b) if a == b => {}
            _ => {
                self.drop_column(table, from, out);
                self.add_column(table, to, fill, None, out);
                return;
            }
        }
        let named = |column: &Column| column::not_null_name(table, column);
        let constraint = self.flavor.at_least(18, 0) && !from.nullable && !to.nullable;
        if constraint && to.not_null.origin != Origin::Inherited && from.not_null.origin != Origin::Inherited {
            let (old, new) = (named(from), named(to));
            let inheritable = from.not_null.no_inherit != to.not_null.no_inherit;
            let anew = inheritable && self.is_foreign(table);
            // A constraint of a typed table gets no other name.
            let is_typed = self.after.table(table).is_some_and(|table| table.options.of_type.is_some());
            if anew || old != new && (is_typed || self.not_null_is_another_below(table, &to.name, &old)) {
                change(ClauseKind::DropNotNull, "DROP NOT NULL".to_owned(), out);
                alter_with(table, column::set_not_null(to), self.not_null(table, to), out);
            } else if old != new {
                self.rename_not_null(table, (old, new.clone()), out);
            }
            let quoted = quote::identifier(&new);
            if inheritable && !anew {
                let how = if to.not_null.no_inherit { "NO INHERIT" } else { "INHERIT" };
                let what = format!("ALTER CONSTRAINT {quoted} {how}");
                alter(table, Clause::new(ClauseKind::AlterConstraint, &new, what), out);
            }
            match (from.not_null.not_valid, to.not_null.not_valid) {
                (true, false) => {
                    out.push(constraint::validate(table, &new));
                }
                // It cannot be forgotten that it is valid.
                (false, true) => {
                    change(ClauseKind::DropNotNull, "DROP NOT NULL".to_owned(), out);
                    alter(table, column::set_not_null(to), out);
                }
                _ => {}
            }
        } else if constraint {
            if (from.not_null.not_valid && !to.not_null.not_valid)
                && let Some(above) = self.not_null_above(table, &to.name)
            {
                out.push(constraint::validate(table, &above));
            }
            if to.not_null.origin != Origin::Inherited {
                alter(table, column::set_not_null(to), out);
            }
        }
        let mut sequence = identity::SequenceChange::new(table, from, to);
        sequence.before(self, out);
        if !from.nullable && to.nullable {
            change(ClauseKind::DropNotNull, "DROP NOT NULL".to_owned(), out);
        }
        let retyped = from.ty != to.ty || from.collation != to.collation;
        let default = defaults::Change::of(from, to);
        if default.drop {
            change(ClauseKind::DropDefault, "DROP DEFAULT".to_owned(), out);
        }
        if retyped {
            self.change_type(table, from, to, using, out);
        }
        if let Some(expression) = expression {
            change(ClauseKind::SetExpression, expression, out);
        }
        if from.nullable && !to.nullable && (to.not_null.not_valid || self.is_foreign(table)) {
            alter(table, column::set_not_null(to), out);
        } else if from.nullable && !to.nullable {
            self.fill(table, to, fill, out);
            let clause = column::set_not_null(to);
            alter_with(table, clause, self.not_null(table, to), out);
            self.mark_filled(table, &to.name, out);
        }
        if let Some(value) = default.set {
            change(ClauseKind::SetDefault, format!("SET DEFAULT {value}"), out);
            self.go_behind(table, to, out);
        }
        sequence.after(self, retyped, out);
        // A type change puts storage and compression back to the type's own; the statistics target stays.
        let reset = Column { storage: None, compression: None, ..from.clone() };
        column::settings(table, Some(if retyped { &reset } else { from }), to, out);
        if self.logging_stays(table) {
            identity::said_of_sequence(table, Some(from), to, out);
        } else {
            // Its table takes it along, and says then what is to be otherwise.
            let mut from = from.clone();
            if let (Some(before), Some(after)) = (&mut from.identity, &to.identity) {
                before.unlogged = after.unlogged;
            }
            identity::said_of_sequence(table, Some(&from), to, out);
        }
        comment::on_column(table, &to.name, from.annotation.comment.as_deref(), to.annotation.comment.as_deref(), out);
    }

    fn change_type(&self, table: &QName, from: &Column, to: &Column, using: Option<&Expr>, out: &mut Vec<Step>) {
        let mut text = format!("TYPE {}", to.ty);
        if let Some(collation) = &to.collation {
            text.push_str(&format!(" COLLATE {collation}"));
        }
        let declared = using.is_some();
        let using =
            if to.generated.is_some() || self.is_foreign(table) { None } else { self.conversion(from, to, using) };
        if let Some(using) = &using {
            text.push_str(&format!(" USING {using}"));
        }
        let mut clause = alter_column(ClauseKind::ChangeType, &to.name, text);
        clause.reads = self.columns_in(table, using.as_deref().unwrap_or_default());
        clause.reads.retain(|column| *column != to.name);
        alter_with(table, clause, facts::change_type(table, from, to, using.is_some(), declared), out);
        if self.is_foreign(table) {
            return;
        }
        let Some(needs) = needs_using(from, to, self.before, self.after, self.flavor) else { return };
        let why = if !declared {
            // Upward, somebody has said how; this is the way back.
            format!("nothing says how {} becomes {} again: check that this undoes the upgrade", from.ty, to.ty)
        } else if using.as_ref() == Some(&needs.by_text) {
            format!("by way of text: fails where values of {table}.{} do not read as {}", to.name, to.ty)
        } else {
            return;
        };
        if let Some(last) = out.last_mut() {
            last.comment = Some(why);
        }
    }

    /// The columns of a table that an expression may mention: those whose names stand in it.
    pub(super) fn columns_in(&self, table: &QName, expression: &str) -> Vec<String> {
        let words: Vec<String> = sql::tokens(SYNTAX, expression)
            .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent))
            .map(|token| sql::unquote(SYNTAX, token.text))
            .collect();
        let tables = [self.before, self.after].into_iter().filter_map(|schema| schema.table(table));
        let mut found: Vec<String> = Vec::new();
        for column in tables.flat_map(|table| &table.columns) {
            if words.contains(&column.name) && !found.contains(&column.name) {
                found.push(column.name.clone());
            }
        }
        found
    }

    /// Whether both are composite types, with attributes of the same names: their values are written alike.
    fn composites_alike(&self, a: &PostgresType, b: &PostgresType) -> bool {
        let attributes = |schema: &Schema, ty: &PostgresType| {
            let ty = PostgresType { array: false, ..ty.clone() }.print();
            schema.objects.values().find_map(|object| match object {
                Object::CompositeType(one) if name(&one.name) == ty => {
                    Some(one.attributes.iter().map(|attribute| attribute.name.clone()).collect::<Vec<_>>())
                }
                // The type of a table's rows.
                Object::Table(one) if name(&one.name) == ty => {
                    Some(one.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>())
                }
                _ => None,
            })
        };
        attributes(self.before, a).is_some_and(|before| attributes(self.after, b) == Some(before))
    }

    /// Whether a column's values are rows, of a composite type or of a table: one with a NULL in it is not `IS NOT NULL`, and
    /// yet no NULL to the server.
    pub(super) fn holds_rows(&self, column: &Column) -> bool {
        let mut ty = &column.ty;
        while let Some(domain) = self.after.domain_of(ty, name).or_else(|| self.before.domain_of(ty, name)) {
            ty = &domain.base;
        }
        let ty = types::parse(ty);
        !ty.builtin && !ty.array && self.enum_of(&ty.print()).is_none()
    }

    /// What the server's casts depend on here.
    pub(super) fn casts<T>(&self, ask: impl FnOnce(Casts<'_>) -> T) -> T {
        ask(Casts {
            flavor: self.flavor,
            is_enum: &|ty| self.enum_of(ty).is_some(),
            is_opaque: &|ty| self.is_opaque(ty),
        })
    }

    /// Whether a type is a composite type, a range or a multirange of the schema that no cast of it leads from or to.
    fn is_opaque(&self, ty: &str) -> bool {
        let objects = || self.before.objects.iter().chain(self.after.objects.iter());
        let is_it = |(id, object): (&ObjectId, &Object)| match object {
            Object::CompositeType(_) => name(&id.name) == ty,
            Object::Definition(one) if id.kind == Kind::RangeType => {
                name(&id.name) == ty || composite_type::multirange(one).is_some_and(|multirange| multirange == ty)
            }
            _ => false,
        };
        let is_cast = |id: &ObjectId| id.kind == Kind::Cast && id.name.name.split(" AS ").any(|end| end == ty);
        objects().any(is_it) && !objects().any(|(id, _)| is_cast(id))
    }

    /// `USING`: as declared, or where the server would not convert the values by itself. Where it does, an explicit
    /// cast would be worse: it cuts what is too long, where the server's own way refuses.
    pub(super) fn conversion(&self, from: &Column, to: &Column, using: Option<&Expr>) -> Option<String> {
        if let Some(using) = using {
            return Some(using.text().to_owned());
        }
        let (mut a, mut b) = (types::parse(&from.ty), types::parse(&to.ty));
        let mut at = quote::identifier(&to.name);
        // Values of a domain over an array are arrays.
        if let Some(list) = list_below(self.before, &a) {
            at = format!("({at}::{})", list.print());
            a = list;
        }
        b = list_below(self.after, &b).unwrap_or(b);
        // `true` is too long for one character.
        if a.base == "boolean" && !a.array && is_string(&b) && b.modifiers.as_deref() == Some("1") {
            return Some(format!("left({at}::text, 1)"));
        }
        if converts(&a, &b) {
            return None;
        }
        let is_enum = |ty: &PostgresType| {
            !ty.builtin && self.enum_of(&PostgresType { array: false, ..ty.clone() }.print()).is_some()
        };
        // A string is cast to an array as it stands, though nobody is left to it on the way up.
        let has_cast = (b.array && is_string(&a)) || self.casts(|casts| casts.way(&a, &b)) != Way::None;
        if !has_cast && let Some(usual) = casts::usual(&a, &b, &at, &to.ty) {
            return Some(usual);
        }
        if a.array == b.array && !has_cast {
            return Some(format!("{at}::{}::{}", if a.array { "text[]" } else { "text" }, to.ty));
        }
        // Between an element and an array of it: over text where the element itself cannot become one of the other type.
        let over_text = !has_cast || (is_enum(&a) && is_enum(&b) && a.base != b.base);
        let through = if a.array { "text[]" } else { "text" };
        Some(match (a.base.as_str(), b.base.as_str()) {
            _ if a.array && !b.array => format!("{at}[1]{}::{}", if over_text { "::text" } else { "" }, to.ty),
            _ if b.array && !a.array && !is_string(&a) => {
                let over = if over_text { "::text[]" } else { "" };
                format!("CASE WHEN {at} IS NOT NULL THEN ARRAY[{at}]{over}::{} END", to.ty)
            }
            ("boolean", "integer") => format!("{at}::integer"),
            ("boolean", _) if is_number(&b) => format!("{at}::integer::{}", to.ty),
            (_, "boolean") if is_number(&a) => format!("{at} <> 0"),
            // Two composite types have no cast between them, but are written alike.
            _ if self.composites_alike(&a, &b) => format!("{at}::{through}::{}", to.ty),
            _ if is_enum(&a) || (is_enum(&b) && !is_string(&a)) => format!("{at}::{through}::{}", to.ty),
            _ => format!("{at}::{}", to.ty),
        })
    }
}

/// The array type that a domain is over, where it is one over an array.
fn list_below(schema: &Schema, ty: &PostgresType) -> Option<PostgresType> {
    schema.list_below(&ty.print(), name).map(|list| types::parse(list))
}

/// Whether the server has no way from the one type to the other.
pub(crate) fn needs_using(
    from: &Column,
    to: &Column,
    before: &Schema,
    after: &Schema,
    flavor: &Flavor,
) -> Option<NeedsUsing> {
    let (a, b) = (types::parse(&from.ty), types::parse(&to.ty));
    let (a, b) = (list_below(before, &a).unwrap_or(a), list_below(after, &b).unwrap_or(b));
    let way = RenderContext { before, after, flavor }.casts(|casts| casts.way(&a, &b));
    let at = quote::identifier(&to.name);
    (way == Way::None && to.generated.is_none()).then(|| NeedsUsing {
        usual: casts::usual(&a, &b, &at, &types::native(&types::portable(&to.ty))),
        by_text: format!("{at}::text::{}", to.ty),
    })
}

/// Whether the server converts values of one type to the other in an assignment.
pub(crate) fn converts(a: &PostgresType, b: &PostgresType) -> bool {
    if is_string(b) {
        return true;
    }
    if a.array != b.array {
        return false;
    }
    if a.base == b.base || (is_string(a) && is_string(&PostgresType { array: false, ..b.clone() })) {
        return true;
    }
    let among = |group: &[&str]| group.contains(&a.base.as_str()) && group.contains(&b.base.as_str());
    const STAMPS: [&str; 2] = ["timestamp without time zone", "timestamp with time zone"];
    let stamp = |ty: &PostgresType| STAMPS.contains(&ty.base.as_str());
    let one = |from: &str, to: &str| a.base == from && b.base == to;
    (is_number(a) && is_number(b))
        || among(&["json", "jsonb"])
        || among(&["inet", "cidr"])
        || among(&["bit", "bit varying"])
        || among(&["macaddr", "macaddr8"])
        || among(&["money", "numeric"])
        || among(&STAMPS)
        || (matches!(a.base.as_str(), "integer" | "bigint") && b.base == "money")
        || (a.base == "date" && stamp(b))
        || (stamp(a) && matches!(b.base.as_str(), "date" | "time without time zone"))
        || one("timestamp with time zone", "time with time zone")
        || one("time without time zone", "time with time zone")
        || one("time with time zone", "time without time zone")
        || one("time without time zone", "interval")
        || one("interval", "time without time zone")
}

pub(crate) fn is_string(ty: &PostgresType) -> bool {
    !ty.array && matches!(ty.base.as_str(), "text" | "character varying" | "character" | "bpchar" | "name")
}

pub(crate) fn is_number(ty: &PostgresType) -> bool {
    matches!(ty.base.as_str(), "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric")
}
