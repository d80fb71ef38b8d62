//! A column that gets another type: what MODIFY does by itself, and `using`.

use crate::dialect::mysql::stored_type;
use crate::dialect::{Clause, ClauseKind, Step};
use crate::engine::Flavor;
use crate::operation::Fill;
use crate::schema::{Annotation, Column, Expr, QName};

use super::{Online, RenderContext, column, nothing_more, quote};

impl RenderContext<'_> {
    /// The values by an expression: into a column beside the old one, which then takes its name and its place. What the column
    /// is part of is dropped before and made again after (`capabilities::obstructs`).
    pub(super) fn convert(
        &self,
        table: &QName,
        from: &Column,
        to: &Column,
        using: &Expr,
        fill: &Fill,
        out: &mut Vec<Step>,
    ) {
        let taken = |name: &str| {
            [self.before, self.after]
                .iter()
                .any(|schema| schema.table(table).is_some_and(|table| table.column(name).is_some()))
        };
        let mut beside = format!("{}_new", from.name.chars().take(50).collect::<String>());
        while taken(&beside) {
            beside.push('_');
        }
        let bare = Column { collation: to.collation.clone(), srid: to.srid, ..Column::new(&beside, &to.ty) };
        let old = quote::identifier(&from.name);
        let text = format!("ADD COLUMN {} AFTER {old}", column::definition(&bare, self.flavor));
        self.alter_in(
            table,
            Clause::new(ClauseKind::AddColumn, &beside, text),
            Online::RowVersion,
            nothing_more(),
            out,
        );
        out.push(self.update(table, &beside, using.text(), None));
        self.fill(table, to, &beside, fill, out);
        let text = format!(
            "{} DROP COLUMN {old}, CHANGE COLUMN {} {}",
            self.head(table),
            quote::identifier(&beside),
            column::definition(to, self.flavor)
        );
        out.push(Step::new(text).facts(Online::Copy.facts(table).repeatable(false)));
    }
}

/// How MODIFY takes one form of a column to the other.
pub(super) fn modifying(from: &Column, to: &Column, flavor: &Flavor) -> Online {
    // What is said beside the values.
    let light = Column {
        default: to.default.clone(),
        on_update: to.on_update.clone(),
        invisible: to.invisible,
        annotation: Annotation { comment: to.annotation.comment.clone(), ..from.annotation.clone() },
        ..from.clone()
    };
    let rest = Column { annotation: light.annotation.clone(), ..to.clone() };
    let constant = to.default.as_ref().is_none_or(|default| column::is_literal(default.text()));
    let kept = if constant { Online::Instant } else { Online::Unknown };
    if light == rest {
        return kept;
    }
    if light.ty == rest.ty {
        let loosened = Column { nullable: true, ..light.clone() } == rest;
        // Whether NULLs are looked for in place or by a copy is a matter of `sql_mode`.
        return if loosened { Online::Rebuild } else { Online::Unknown };
    }
    let same_but_type = Column { ty: rest.ty.clone(), ..light } == rest;
    match stored_type::widening(&from.ty, &to.ty) {
        Some(stored_type::Widening::Values) if same_but_type => kept,
        Some(stored_type::Widening::Length) if same_but_type && flavor.is_mariadb() => kept,
        Some(stored_type::Widening::Length) if same_but_type => Online::Index,
        Some(_) => Online::Unknown,
        None => Online::Copy,
    }
}
