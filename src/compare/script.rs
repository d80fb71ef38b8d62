//! Operations -> the text of a script's sections.

use crate::dialect::{self, Dialect, Facts, Step};
use crate::error::Result;
use crate::schema::Schema;
use crate::script::NewSection;
use crate::sql;

/// A section of a script, as it will stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionText {
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// How many rows its one statement changes at a time, where it does so in batches.
    pub batch: Option<u32>,
    /// Whether it stands outside of transactions for the sake of those that use the tables, and not because the database wants it.
    pub apart: bool,
    /// Whether enforcement of foreign keys is switched off around it.
    pub foreign_keys_off: bool,
    /// The statements, each ended by `;`, with their comments.
    pub body: String,
    /// The same statements one by one, without `;` and comments.
    pub statements: Vec<String>,
    /// What each of them does to a live database.
    pub facts: Vec<Facts>,
}

/// Groups steps into sections: a new one wherever the transaction ends or begins, and for each that changes rows in batches.
pub(super) fn sections(steps: Vec<Step>, dialect: &dyn Dialect) -> Vec<SectionText> {
    let mut groups: Vec<Vec<Step>> = Vec::new();
    for step in steps {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| goes_with(last, &step)) => group.push(step),
            _ => groups.push(vec![step]),
        }
    }
    groups.into_iter().map(|steps| section(steps, dialect)).collect()
}

/// Whether a step can stand in the section of the one before it.
fn goes_with(last: &Step, step: &Step) -> bool {
    last.facts.transaction == step.facts.transaction
        && last.apart.is_some() == step.apart.is_some()
        && last.batch().is_none()
        && step.batch().is_none()
}

fn section(steps: Vec<Step>, dialect: &dyn Dialect) -> SectionText {
    let transaction = steps.first().is_none_or(|step| step.facts.transaction);
    let apart = steps.first().is_some_and(|step| step.apart.is_some());
    let batch = steps.first().and_then(Step::batch);
    // Enforcement of foreign keys cannot be switched inside a transaction: the lines stand at both ends of the section,
    // where the runner takes them out of it and a client that runs the script by hand meets them outside of one.
    let switch = dialect.foreign_key_switch().filter(|_| steps.iter().any(|step| step.facts.foreign_keys_off));
    let mut body = String::new();
    let (mut statements, mut facts) = (Vec::new(), Vec::new());
    let mut put = |step: &Step| {
        if !body.is_empty() {
            body.push('\n');
        }
        for line in step.notes() {
            body.push_str("-- ");
            body.push_str(&line);
            body.push('\n');
        }
        let light = || Facts::light().repeatable(true);
        let setting = step.setting.as_ref();
        let around = |sql: &String| (sql.clone(), light());
        let lines = setting.map(|one| around(&one.set)).into_iter().chain([(step.sql(), step.facts.clone())]);
        for (sql, its_facts) in lines.chain(setting.map(|one| around(&one.back))) {
            body.push_str(&sql);
            body.push_str(";\n");
            statements.push(sql);
            facts.push(its_facts);
        }
    };
    if let Some(switch) = switch {
        put(&Step::new(switch.off()));
    }
    dialect.opening(&steps).iter().for_each(&mut put);
    steps.iter().for_each(&mut put);
    if let Some(switch) = switch {
        put(&Step::new(switch.check()));
        put(&Step::new(switch.on()));
    }
    SectionText { transaction, batch, apart, foreign_keys_off: switch.is_some(), body, statements, facts }
}

/// A whole schema as the statements that make it, ready for the database's own client.
///
/// # Errors
/// Where no order of its objects works.
pub fn creation_text(schema: &Schema, dialect: &dyn Dialect) -> Result<String> {
    let operations = crate::diff::creation(schema, dialect)?;
    let steps = dialect::render(dialect, &operations, &Schema::default(), schema);
    Ok(for_client(&sections(steps, dialect), dialect))
}

/// Sections as a text for the database's own client.
pub fn for_client(sections: &[SectionText], dialect: &dyn Dialect) -> String {
    sections.iter().map(|section| section.for_client(dialect)).collect::<Vec<_>>().join("\n")
}

impl SectionText {
    /// Its body, each statement ended as the client wants it.
    fn for_client(&self, dialect: &dyn Dialect) -> String {
        let (mut text, mut rest) = (String::new(), self.body.as_str());
        for statement in &self.statements {
            let ended = format!("{statement};");
            if let Some((before, after)) = rest.split_once(&ended) {
                text.push_str(before);
                text.push_str(&sql::ended_for_client(dialect.syntax(), statement));
                rest = after;
            }
        }
        text + rest
    }

    /// Whether the section cannot be a part of an outer transaction.
    pub fn stands_alone(&self) -> bool {
        !self.transaction && !self.apart || self.foreign_keys_off
    }

    /// The section as it goes into a script.
    pub fn into_new(self) -> NewSection {
        NewSection { transaction: self.transaction, batch: self.batch, body: self.body }
    }
}
