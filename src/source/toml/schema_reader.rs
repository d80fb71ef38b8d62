//! What is known while schema files are read, and the faults found so far.

use std::cell::RefCell;

use super::document::{At, Item, kind};
use super::dotted_names::{self, NameFault};
use super::grammar::Database;
use super::grammar::column_type::Enums;
use crate::config::Naming;
use crate::dialect::{Dialect, NameRules, TableRules};
use crate::nearest::nearest;
use crate::schema::{Kind, ObjectId, QName};
use crate::source::error::Problem;

/// What is known while a schema file is read, and the problems found so far.
pub(super) struct SchemaReader<'r> {
    pub dialect: &'r dyn Dialect,
    pub naming: &'r Naming,
    /// The enums with their values: all of them are known before the first column is read.
    pub enums: RefCell<Enums>,
    problems: RefCell<Vec<Problem>>,
}

impl<'r> SchemaReader<'r> {
    pub(super) fn new(dialect: &'r dyn Dialect, naming: &'r Naming) -> Self {
        SchemaReader { dialect, naming, enums: RefCell::default(), problems: RefCell::default() }
    }

    pub(super) fn database(&self) -> Database {
        Database::of(self.dialect.flavor())
    }

    pub(super) fn names(&self) -> NameRules {
        self.dialect.names()
    }

    pub(super) fn table_rules(&self) -> TableRules {
        self.dialect.table_rules()
    }

    pub(super) fn problem(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// A value that cannot stand where it stands.
    pub(super) fn invalid(
        &self,
        at: &At<'_>,
        message: impl Into<String>,
        label: &str,
        help: impl Into<Option<String>>,
    ) {
        self.problem(Problem {
            code: "invalid-schema",
            message: message.into(),
            help: help.into(),
            places: vec![at.place(label)],
        });
    }

    /// A value of the wrong kind.
    pub(super) fn wrong(&self, item: &Item<'_>, what: &str, expected: &str) {
        let message = format!("{what} must be {expected}, not {}", kind(item.get()));
        self.invalid(&item.at(), message, "of the wrong kind", None);
    }

    /// A name that nothing has; `known` are those that could be meant.
    pub(super) fn unknown_name<'k>(
        &self,
        at: &At<'_>,
        word: &str,
        message: String,
        plural: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let help = suggestion(word, plural, &known);
        self.problem(Problem { code: "unknown-name", message, help, places: vec![at.place("there is no such thing")] });
    }

    /// A name that is defined twice.
    pub(super) fn twice(&self, message: String, second: &At<'_>, first: &At<'_>) {
        self.problem(Problem {
            code: "duplicate-name",
            message,
            help: Some("a name is defined once: rename or remove one of the two".to_owned()),
            places: vec![second.place("defined again here"), first.place("first defined here")],
        });
    }

    /// A dotted name.
    pub(super) fn name(&self, text: &str, at: &At<'_>) -> Option<QName> {
        let bad = |why: NameFault| {
            let help = "a name is `name` or `namespace.name`; one that holds a dot is written '\"a.b\"'".to_owned();
            self.invalid(at, format!("the name `{text}` {}", why.text()), "not a name", help);
        };
        let name = self.plain_in_default(dotted_names::qualified(text).map_err(bad).ok()?);
        if let Some(namespace) = &name.namespace {
            if self.names().default_namespace.is_none() {
                let engine = self.database().name();
                let help = format!(
                    "{engine} has no namespaces; a name that holds a dot is written '\"{text}\"', quotes within quotes"
                );
                self.invalid(at, format!("`{text}` names the namespace `{namespace}`"), "a dotted name", help);
                return None;
            }
            if self.in_default(namespace, at) {
                return None;
            }
            self.fits(namespace, at);
        }
        self.fits(&name.name, at);
        Some(name)
    }

    /// The identity of an object that its kind and its name are enough to tell: a dotted name, where the kind lies in a
    /// namespace.
    pub(super) fn identity(&self, kind: Kind, text: &str, at: &At<'_>) -> Option<ObjectId> {
        if kind.facts().namespaced {
            return Some(ObjectId::new(kind, self.name(text, at)?));
        }
        if let [name] = dotted_names::parts(text).unwrap_or_default().as_slice() {
            self.fits(name, at).then(|| ObjectId::new(kind, QName::plain(name)))
        } else {
            let help = "a name that holds a dot is written '\"a.b\"', quotes within quotes".to_owned();
            self.invalid(at, format!("`{text}` is not a plain name"), "not a plain name", help);
            None
        }
    }

    /// The namespace that is the connection's default one though it is not the usual one. Whether it is depends on where the
    /// file is used, so a name may have it or not.
    fn unusual_default(&self) -> Option<&str> {
        self.dialect.default_namespace().filter(|name| self.names().default_namespace != Some(*name))
    }

    /// A name, without its namespace where that is the connection's default one and not the usual one.
    pub(super) fn plain_in_default(&self, name: QName) -> QName {
        if name.namespace.is_some() && name.namespace.as_deref() == self.unusual_default() {
            QName::plain(name.name)
        } else {
            name
        }
    }

    /// Whether a namespace is there in every database: the usual default one, and that of the connection.
    pub(super) fn is_standing(&self, namespace: &str) -> bool {
        let default = [self.names().default_namespace, self.dialect.default_namespace()];
        default.contains(&Some(namespace))
    }

    /// Refuses the namespace that is the default one, where it is the usual one: what is in it has a name without one.
    pub(super) fn in_default(&self, namespace: &str, at: &At<'_>) -> bool {
        let usual = self.names().default_namespace.filter(|usual| self.dialect.default_namespace() == Some(*usual));
        let default = usual == Some(namespace);
        if default {
            let help = "a name without a namespace is in the connection's default one: leave it out".to_owned();
            self.invalid(at, format!("the default namespace `{namespace}` is named"), "leave it out", help);
        }
        default
    }

    /// Whether the database keeps a name whole.
    pub(super) fn fits(&self, name: &str, at: &At<'_>) -> bool {
        let rules = self.names();
        let Some((limit, unit)) = rules.exceeded(name) else { return true };
        let unit = unit.plural();
        let message = format!("the name `{name}` is {} {unit} long", rules.length(name));
        let help = format!("{} keeps {limit} {unit} of a name", self.database().name());
        self.invalid(at, message, "too long", help);
        false
    }
}

/// `did you mean …`, and all that there is.
pub(super) fn suggestion(word: &str, plural: &str, known: &[&str]) -> Option<String> {
    const MANY: usize = 40;
    let near = nearest(word, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let list = match known {
        [] => format!("there are no {plural}"),
        known if known.len() > MANY => format!("there are {} {plural}", known.len()),
        known => format!("the {plural} are {}", known.join(", ")),
    };
    match near {
        Some(near) => Some(format!("{near} ({list})")),
        None => Some(list),
    }
}
