//! Foreign keys and checks that hold for new rows at once, and are looked for among the old ones beside reads and writes.

use crate::dialect::{Fact, Facts, Step, StepStatement};
use crate::schema::{Constraint, ConstraintDefinition, QName};

use super::super::{RenderContext, constraint, facts};

impl RenderContext<'_> {
    /// `ADD … NOT VALID`, and `VALIDATE CONSTRAINT` behind all else that is said of it.
    pub(super) fn add_unvalidated(&self, table: &QName, one: &Constraint, mut plain: Vec<Step>) -> Vec<Step> {
        let mut unvalidated = one.clone();
        let takes = match &mut unvalidated.definition {
            ConstraintDefinition::ForeignKey(key) => {
                let takes = !key.not_valid && !key.not_enforced;
                key.not_valid = true;
                takes
            }
            ConstraintDefinition::Check(check) => {
                let takes = !check.not_valid && !check.not_enforced;
                check.not_valid = true;
                takes
            }
            _ => false,
        };
        let (true, Some(called)) = (takes, one.name.as_deref()) else { return plain };
        let Some(first) = plain.first_mut() else { return plain };
        if let Some(key) = one.foreign_key()
            && !self.flavor.at_least(18, 0)
            && [table, &key.table].into_iter().any(|one| self.divides_rows(one))
        {
            first.explain("a foreign key of or to a partitioned table can be NOT VALID from PostgreSQL 18 on");
            return plain;
        }
        if let StepStatement::AlterTable { clauses, .. } = &mut first.statement {
            for clause in clauses {
                clause.sql = format!("ADD {}", constraint::definition(&unvalidated));
            }
        }
        let fails = std::mem::take(&mut first.facts.fails_on);
        first.facts.scans = Fact::No;
        let validate = constraint::validate(table, called);
        let facts = match one.foreign_key() {
            Some(key) => facts::validate_key(table, &key.table),
            None => validate.facts.clone(),
        };
        plain.push(validate.facts(Facts { fails_on: fails, ..facts }));
        plain
    }

    fn divides_rows(&self, table: &QName) -> bool {
        self.after.table(table).is_some_and(|table| table.options.partition_by.is_some())
    }
}
