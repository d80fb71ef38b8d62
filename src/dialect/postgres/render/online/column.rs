//! New columns and NOT NULL without a lock that lasts: values in batches, and a check that takes the place of the look at all
//! rows.

use crate::dialect::postgres::names;
use crate::dialect::{Apart, Clause, ClauseKind, Fact, Facts, Step, StepStatement};
use crate::operation::Fill;
use crate::schema::{Annotation, Check, Column, Constraint, ConstraintDefinition, Expr, Kind, QName, Schema, Table};

use super::super::{RenderContext, alter, alter_column, alter_with, column, constraint, facts, identity, name, quote};
use super::carry;

/// How many rows are changed at a time: some tenths of a second, and few enough that nobody waits long for one of them.
const BATCH: u32 = 10_000;

impl RenderContext<'_> {
    /// A column with a value for the rows that are there, where one statement would write them all under its lock.
    pub(super) fn add_column_online(&self, table: &QName, column: &Column, fill: &Fill, steps: Vec<Step>) -> Vec<Step> {
        let computed = column.identity.is_some() || column.generated.is_some();
        match fill {
            Fill::Backfill(_) if !computed => self.fill_online(table, column, true, steps),
            // Each row's value is made from its place among all of them.
            Fill::Placeholder if self.needs_value(column) => steps,
            _ => match &column.default {
                Some(default) if !computed => self.add_volatile(table, column, default, steps),
                _ => steps,
            },
        }
    }

    /// A default that is another for each row: the column comes empty, new rows get it, then the old ones do.
    fn add_volatile(&self, table: &QName, column: &Column, default: &Expr, steps: Vec<Step>) -> Vec<Step> {
        let adds = |step: &Step| clause_of(step).is_some_and(|clause| clause.kind == ClauseKind::AddColumn);
        let Some(at) = steps.iter().position(adds) else { return steps };
        let Some(plain) = steps.get(at).filter(|step| step.facts.rewrites != Fact::No) else { return steps };
        if self.is_checked_type(&column.ty) || identity::word(column).is_some() {
            return steps;
        }
        if let Some(why) = self.answers_updates(table) {
            let mut steps = steps;
            if let Some(plain) = steps.get_mut(at) {
                plain.explain(&format!("in one statement, not in batches: {why}"));
            }
            return steps;
        }
        let mut own = Vec::new();
        alter_with(table, column::empty(column), facts::add_empty_column(table), &mut own);
        let what = format!("SET DEFAULT {default}");
        alter(table, alter_column(ClauseKind::SetDefault, &column.name, what), &mut own);
        let at_column = quote::identifier(&column.name);
        let text = format!("UPDATE {} SET {at_column} = {default} WHERE {at_column} IS NULL", name(table));
        own.push(self.backfill(table, Step::rows(text).facts(facts::update(table))));
        if !column.nullable && !column.not_null.not_valid {
            own.extend(self.not_null_online(table, column, None));
        }
        carry(plain, &mut own);
        let mut out = steps;
        out.splice(at..=at, own);
        out
    }

    /// What an UPDATE of all rows would set off besides, where it would: the statement that adds a column with its values does not.
    fn answers_updates(&self, table: &QName) -> Option<&'static str> {
        let below = self.before.tables().filter(|one| self.before.ancestors(&one.name).contains(&table));
        let family: Vec<&Table> = self.before.table(table).into_iter().chain(below).collect();
        let published = self.before.objects.keys().any(|id| id.kind == Kind::Publication);
        let unnamed = |table: &&Table| {
            let identity = table.options.replica_identity.as_deref();
            table.primary_key().is_none() && identity.is_none_or(|identity| identity == "nothing")
        };
        if family.iter().any(|table| table.answers_updates()) {
            Some("its triggers and rules would answer to the UPDATE of each row")
        } else if published && family.iter().any(unnamed) {
            Some("where it is published, rows without a replica identity cannot be updated")
        } else {
            None
        }
    }

    /// Whether a type's values are looked at when a column of it comes: PostgreSQL writes all rows anew for a domain that has
    /// checks.
    fn is_checked_type(&self, ty: &str) -> bool {
        let domains = [self.before, self.after].into_iter().filter_map(|schema| schema.domain_of(ty, name));
        domains.into_iter().any(|one| one.not_null || !one.checks.is_empty())
    }

    /// The steps of a column in which rows are filled (`filled`), or that becomes NOT NULL: the values in batches, and a check in
    /// place of the look at all rows. New rows get the default before the old ones are filled.
    pub(super) fn fill_online(&self, table: &QName, column: &Column, filled: bool, steps: Vec<Step>) -> Vec<Step> {
        let mut out: Vec<Step> = Vec::new();
        let mut fills_at = None;
        // Where the check begins that takes the place of NOT NULL: what is written from then on must have a value.
        let mut checks_at = None;
        for step in steps {
            let kind = clause_of(&step).map(|clause| clause.kind);
            match (&step.statement, kind) {
                // Each batch is a transaction of its own, behind which nothing is left to check.
                (StepStatement::Rows(sql), _) if filled && sql.starts_with("SET CONSTRAINTS ") => {}
                (StepStatement::Rows(_), _) if filled => {
                    fills_at.get_or_insert(out.len());
                    out.push(self.backfill(table, step));
                }
                (_, Some(ClauseKind::SetDefault)) if fills_at.or(checks_at).is_some() => {
                    out.insert(fills_at.or(checks_at).unwrap_or_default(), step);
                }
                (_, Some(ClauseKind::SetNotNull))
                    if !column.not_null.not_valid && !self.is_known_filled(table, column) =>
                {
                    checks_at = Some(out.len());
                    out.extend(self.not_null_online(table, column, Some(&step)));
                }
                _ => out.push(step),
            }
        }
        out
    }

    /// Apart from transactions; in batches, where a primary key tells the rows apart, and stays.
    fn backfill(&self, table: &QName, step: Step) -> Step {
        let key = |schema: &Schema| Some(schema.table(table)?.primary_key()?.columns.clone());
        let stays = key(self.before).is_some_and(|columns| key(self.after) == Some(columns));
        let how = if stays { Apart::Batched(BATCH) } else { Apart::Whole };
        step.apart(how)
    }

    /// Whether a valid check says before and after that the column holds no NULL: the server then looks at no row.
    fn is_known_filled(&self, table: &QName, column: &Column) -> bool {
        let test = not_null_test(column);
        [self.before, self.after].iter().all(|schema| {
            schema.table(table).is_some_and(|table| {
                table.constraints.iter().any(|one| match &one.definition {
                    ConstraintDefinition::Check(check) => !check.not_valid && check.expression.text() == test,
                    _ => false,
                })
            })
        })
    }

    /// `SET NOT NULL` that finds a check which says the same, and so looks at no row (since PostgreSQL 12).
    fn not_null_online(&self, table: &QName, column: &Column, plain: Option<&Step>) -> Vec<Step> {
        if self.holds_rows(column) {
            let mut out = Vec::new();
            match plain {
                Some(plain) => out.push(plain.clone()),
                None => alter_with(table, column::set_not_null(column), self.not_null(table, column), &mut out),
            }
            return out;
        }
        // Tables below this one get it too.
        let taken = |candidate: &str| {
            let tables = [self.before, self.after].into_iter().flat_map(Schema::tables);
            tables.into_iter().any(|table| table.constraints.iter().any(|one| one.key() == candidate))
        };
        let called = names::free(&column.name, "_is_not_null", taken);
        let check = Constraint {
            name: Some(called.clone()),
            definition: ConstraintDefinition::Check(Check {
                expression: Expr(not_null_test(column)),
                no_inherit: column.not_null.no_inherit,
                not_valid: true,
                ..Check::default()
            }),
            annotation: Annotation::default(),
        };
        let mut out = Vec::new();
        constraint::add(table, &check, &mut out);
        if let Some(first) = out.first_mut() {
            first.explain(&format!("with this check, SET NOT NULL need not look at the rows of {table}"));
        }
        let null = format!("{table}.{} holds NULL", column.name);
        let validate = constraint::validate(table, &called);
        let facts = Facts { fails_on: vec![null], ..validate.facts.clone() };
        out.push(validate.facts(facts));
        let clause = column::set_not_null(column);
        let facts = facts::of_clause(table, &clause);
        alter_with(table, clause, Facts { scans: Fact::No, fails_on: Vec::new(), ..facts }, &mut out);
        let drop = format!("DROP CONSTRAINT {}", quote::identifier(&called));
        alter(table, Clause::new(ClauseKind::DropNotNullCheck, &called, drop), &mut out);
        if let Some(plain) = plain {
            carry(plain, &mut out);
        }
        out
    }
}

fn not_null_test(column: &Column) -> String {
    format!("{} IS NOT NULL", quote::identifier(&column.name))
}

fn clause_of(step: &Step) -> Option<&Clause> {
    match &step.statement {
        StepStatement::AlterTable { clauses, .. } => clauses.first(),
        StepStatement::Sql(_) | StepStatement::Remark(_) | StepStatement::Rows(_) => None,
    }
}
