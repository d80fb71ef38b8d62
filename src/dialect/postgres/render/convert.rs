//! Columns that change in place.

use crate::dialect::Step;
use crate::operation::Fill;
use crate::schema::{Column, Expr, QName};

use super::types::Type;
use super::{Scene, add, column, comment, identity, name, quote, types};

impl Scene<'_> {
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
        let at = quote::identifier(&to.name);
        let alter = |what: String| format!("ALTER TABLE {} ALTER COLUMN {at} {what}", name(table));
        match (&from.generated, &to.generated) {
            (Some(a), Some(b))
                if a.expression != b.expression && self.flavor.at_least(17, 0) && a.stored == b.stored =>
            {
                add(out, alter(format!("SET EXPRESSION AS ({})", b.expression)));
            }
            (Some(a), None) if a.stored => add(out, alter("DROP EXPRESSION".to_owned())),
            (a, b) if a == b => {}
            _ => {
                self.drop_column(table, from, out);
                self.add_column(table, to, fill, None, out);
                return;
            }
        }
        let mut sequence = identity::Change::new(table, from, to);
        sequence.before(self, out);
        if !from.nullable && to.nullable {
            add(out, alter("DROP NOT NULL".to_owned()));
        }
        let retyped = from.ty != to.ty || from.collation != to.collation;
        if from.default.is_some() && (retyped || to.default.is_none()) {
            add(out, alter("DROP DEFAULT".to_owned()));
        }
        if retyped {
            let mut text = format!("TYPE {}", to.ty);
            if let Some(collation) = &to.collation {
                text.push_str(&format!(" COLLATE {collation}"));
            }
            if to.generated.is_none()
                && let Some(using) = self.conversion(from, to, using)
            {
                text.push_str(&format!(" USING {using}"));
            }
            add(out, alter(text));
        }
        if from.nullable && !to.nullable {
            self.fill(table, to, fill, out);
            add(out, alter("SET NOT NULL".to_owned()));
            self.mark_filled(table, &to.name, out);
        }
        if let Some(default) = to.default.as_ref().filter(|_| retyped || from.default != to.default) {
            add(out, alter(format!("SET DEFAULT {default}")));
        }
        sequence.after(self, retyped, out);
        // A type change puts storage and compression back to the type's own; the statistics target stays.
        let reset = Column { storage: None, compression: None, ..from.clone() };
        column::settings(table, Some(if retyped { &reset } else { from }), to, out);
        comment::on_column(table, &to.name, from.comment.as_deref(), to.comment.as_deref(), out);
    }

    /// `USING`: as declared, or where the server would not convert the values by itself. Where it does, an explicit
    /// cast would be worse: it cuts what is too long, where the server's own way refuses.
    fn conversion(&self, from: &Column, to: &Column, using: Option<&Expr>) -> Option<String> {
        if let Some(using) = using {
            return Some(using.text().to_owned());
        }
        let (a, b) = (types::parse(&from.ty), types::parse(&to.ty));
        if converts(&a, &b) {
            return None;
        }
        let at = quote::identifier(&to.name);
        let is_enum = |ty: &Type| !ty.builtin && self.enum_of(&Type { array: false, ..ty.clone() }.print()).is_some();
        let through = if a.array { "text[]" } else { "text" };
        Some(match (a.base.as_str(), b.base.as_str()) {
            _ if a.array && !b.array => format!("{at}[1]::{}", to.ty),
            _ if b.array && !a.array && !is_string(&a) => {
                format!("CASE WHEN {at} IS NOT NULL THEN ARRAY[{at}]::{} END", to.ty)
            }
            ("boolean", "integer") => format!("{at}::integer"),
            ("boolean", _) if is_number(&b) => format!("{at}::integer::{}", to.ty),
            (_, "boolean") if is_number(&a) => format!("{at} <> 0"),
            _ if is_enum(&a) || (is_enum(&b) && !is_string(&a)) => format!("{at}::{through}::{}", to.ty),
            _ => format!("{at}::{}", to.ty),
        })
    }
}

/// Whether the server converts values of one type to the other in an assignment.
pub fn converts(a: &Type, b: &Type) -> bool {
    if is_string(b) {
        return true;
    }
    if a.array != b.array {
        return false;
    }
    if a.base == b.base || (is_string(a) && is_string(&Type { array: false, ..b.clone() })) {
        return true;
    }
    let among = |group: &[&str]| group.contains(&a.base.as_str()) && group.contains(&b.base.as_str());
    const STAMPS: [&str; 2] = ["timestamp without time zone", "timestamp with time zone"];
    let stamp = |ty: &Type| STAMPS.contains(&ty.base.as_str());
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

fn is_string(ty: &Type) -> bool {
    !ty.array && matches!(ty.base.as_str(), "text" | "character varying" | "character" | "bpchar" | "name")
}

fn is_number(ty: &Type) -> bool {
    matches!(ty.base.as_str(), "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric")
}
