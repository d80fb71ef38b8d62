//! Tables.

use serde::{Deserialize, Serialize};

use super::{
    Annotation, Column, Constraint, ConstraintDefinition, Enabled, Expr, ForeignSource, Index, IndexColumn, Key, Kind,
    KindFacts, Node, NodeSet, Object, ObjectId, Origin, Parameters, Part, PartKind, Partition, Phase, Policy, QName,
    RowSecurity, Rule, Schema, SchemaObject, Trigger, words,
};

/// A table with all its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: QName,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// The constraints, the primary key first, then in the order of the source (SQLite) or by name (PostgreSQL).
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    /// The indexes that no constraint stands for.
    #[serde(default)]
    pub indexes: Vec<Index>,
    /// The triggers.
    #[serde(default)]
    pub triggers: Vec<Trigger>,
    /// PostgreSQL: the rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// PostgreSQL: the policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<Policy>,
    /// PostgreSQL: whether its rows are shown by its policies alone.
    #[serde(default, skip_serializing_if = "RowSecurity::is_none")]
    pub row_security: RowSecurity,
    /// What else is said of it.
    #[serde(default)]
    pub options: TableOptions,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What else can be said of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableOptions {
    /// SQLite: `STRICT`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// SQLite: `WITHOUT ROWID`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_rowid: bool,
    /// SQLite: the whole `CREATE VIRTUAL TABLE` text, where it is one (its columns are then not compared).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub virtual_table: Option<Expr>,
    /// PostgreSQL: `UNLOGGED`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// PostgreSQL: storage parameters, as written (`toast.` ones behind). MySQL: the table's options (`engine`, `charset`,
    /// `collate`, `row_format`, …), in small letters, the values as SQL; what is the database's own default is not here.
    #[serde(skip_serializing_if = "Parameters::is_none")]
    pub parameters: Parameters,
    /// PostgreSQL: the tablespace, where it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// PostgreSQL: the access method, where it is not `heap`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_method: Option<String>,
    /// PostgreSQL: `REPLICA IDENTITY` where it is not the default: `full`, `nothing`, or the name of an index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica_identity: Option<String>,
    /// PostgreSQL: the index that `CLUSTER ON` names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_on: Option<String>,
    /// What follows `PARTITION BY`, as the server prints it: of MySQL the partitions too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<Expr>,
    /// PostgreSQL: the table that it is a partition of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition_of: Option<Partition>,
    /// PostgreSQL: the tables that it inherits from, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<QName>,
    /// PostgreSQL: of a foreign table, where its rows are: none of them are this database's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign: Option<ForeignSource>,
    /// PostgreSQL: the composite type that a typed table has its columns from, as SQL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_type: Option<String>,
    /// MariaDB: `WITH SYSTEM VERSIONING`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub system_versioned: bool,
    /// MariaDB: periods, as the server prints them (`FOR SYSTEM_TIME (a, b)`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<String>,
    /// MySQL: where `AUTO_INCREMENT` goes on.
    #[serde(skip_serializing_if = "Counter::is_none")]
    pub auto_increment: Counter,
}

/// The number that a table's next row gets, where it is not 1. It counts when the table is made; it is never compared, since
/// every row moves it.
#[derive(Debug, Clone, Copy, Default, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counter(pub Option<u64>);

impl Counter {
    /// Whether none is said.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl PartialEq for Counter {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Table {
    /// An empty table.
    pub fn new(name: QName) -> Self {
        Table {
            name,
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            triggers: Vec::new(),
            rules: Vec::new(),
            policies: Vec::new(),
            row_security: RowSecurity::default(),
            options: TableOptions::default(),
            annotation: Annotation::default(),
        }
    }

    /// Gives back the room that its lists do not need.
    pub(super) fn trim(&mut self) {
        self.columns.shrink_to_fit();
        self.constraints.shrink_to_fit();
        self.indexes.shrink_to_fit();
        self.indexes.iter_mut().for_each(|index| index.columns.shrink_to_fit());
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether a trigger or a rule of its own answers to an UPDATE of its rows.
    pub fn answers_updates(&self) -> bool {
        let is_on = |enabled: Enabled| enabled != Enabled::Disabled;
        // `CREATE TRIGGER name BEFORE INSERT OR UPDATE OF a ON table …`, `CREATE RULE name AS ON UPDATE TO table DO …`
        let events = |sql: &Expr| sql.text().split(" ON ").next().unwrap_or_default().to_uppercase();
        self.triggers.iter().any(|one| is_on(one.enabled) && events(&one.sql).contains(" UPDATE"))
            || self.rules.iter().any(|one| is_on(one.enabled) && one.sql.text().contains("ON UPDATE"))
    }

    /// The name of the column before the one of this name; none of the first.
    pub fn column_before(&self, name: &str) -> Option<String> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        self.columns.get(at.checked_sub(1)?).map(|column| column.name.clone())
    }

    /// The primary key.
    pub fn primary_key(&self) -> Option<&Key> {
        self.constraints.iter().find_map(|constraint| match &constraint.definition {
            ConstraintDefinition::PrimaryKey(key) => Some(key),
            _ => None,
        })
    }

    /// Whether its rows are another server's, so that none of ours are read, changed or lost with it.
    pub fn is_foreign(&self) -> bool {
        self.options.foreign.is_some()
    }

    /// Whether its rows are where those of the other are: at the same server, or here.
    pub fn is_held_with(&self, other: &Table) -> bool {
        let server = |table: &Table| table.options.foreign.as_ref().map(|foreign| foreign.server.clone());
        server(self) == server(other)
    }

    /// The table that it is a partition of.
    pub fn partitioned_table(&self) -> Option<&QName> {
        self.options.partition_of.as_ref().map(|partition| &partition.of)
    }

    /// The tables that it descends from: the one that it is a partition of, those that it inherits from.
    pub fn parents(&self) -> impl Iterator<Item = &QName> {
        self.partitioned_table().into_iter().chain(&self.options.inherits)
    }

    /// Whether a column or a check of this name is one that a parent has too.
    pub fn inherits_part(&self, kind: PartKind, name: &str) -> bool {
        let from_parent = |annotation: &Annotation| !annotation.origin.is_own();
        match kind {
            PartKind::Column => self.column(name).is_some_and(|column| from_parent(&column.annotation)),
            _ => self
                .constraints
                .iter()
                .any(|one| one.kind() == kind && one.key() == name && from_parent(&one.annotation)),
        }
    }

    /// The same table with everything sorted whose order means nothing.
    pub fn unordered(&self) -> Table {
        let mut table = self.clone();
        // A foreign key that a partition has from its parent is the parent's.
        table.constraints.retain(|one| one.foreign_key().is_none() || one.annotation.origin != Origin::Inherited);
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
        // Two without a name can have one key (foreign keys that differ in their actions alone): what they say decides.
        table.constraints.sort_by(|a, b| {
            let by_key = (a.kind(), a.key()).cmp(&(b.kind(), b.key()));
            by_key.then_with(|| format!("{:?}", a.definition).cmp(&format!("{:?}", b.definition)))
        });
        table.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        table.triggers.sort_by(|a, b| a.name.cmp(&b.name));
        table.rules.sort_by(|a, b| a.name.cmp(&b.name));
        table.policies.sort_by(|a, b| a.name.cmp(&b.name));
        table
    }
}

impl Table {
    /// The key or unique index that a foreign key to these columns depends on (empty: the primary key).
    pub fn referable(&self, columns: &[String]) -> Option<Node> {
        let same =
            |key: &Key| key.columns.len() == columns.len() && key.columns.iter().all(|column| columns.contains(column));
        for constraint in &self.constraints {
            match &constraint.definition {
                ConstraintDefinition::PrimaryKey(key) if columns.is_empty() || same(key) => {
                    return Some(Node::part(&self.name, PartKind::PrimaryKey, constraint.key()));
                }
                ConstraintDefinition::Unique(key) if same(key) => {
                    return Some(Node::part(&self.name, PartKind::Unique, constraint.key()));
                }
                _ => {}
            }
        }
        self.indexes
            .iter()
            .find(|index| {
                index.unique
                    && index.predicate.is_none()
                    && index.columns.len() == columns.len()
                    && index.columns.iter().all(|c| c.name().is_some_and(|n| columns.iter().any(|x| x == n)))
            })
            .map(|index| Node::part(&self.name, PartKind::Index, &index.name))
    }
}

/// What generic code must know of tables.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "table",
    created: Phase::CreateTables,
    dropped: Phase::DropTables,
    namespaced: true,
    renamed: true,
    // Its rows would be lost: the database's own refusal is the better answer.
    recreated: false,
    text: false,
    ambient: false,
};

impl SchemaObject for Table {
    fn id(&self) -> ObjectId {
        ObjectId::table(&self.name)
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn parts(&self) -> Vec<Part> {
        let constraints = self.constraints.iter().cloned().map(Part::Constraint);
        let indexes = self.indexes.iter().cloned().map(Part::Index);
        let triggers = self.triggers.iter().cloned().map(Part::Trigger);
        let rules = self.rules.iter().cloned().map(Part::Rule);
        let policies = self.policies.iter().cloned().map(Part::Policy);
        let security = (!self.row_security.is_none()).then_some(Part::RowSecurity(self.row_security));
        constraints.chain(indexes).chain(triggers).chain(rules).chain(policies).chain(security).collect()
    }

    fn part_names(&self) -> Vec<(PartKind, String)> {
        let constraints = self.constraints.iter().map(|constraint| (constraint.kind(), constraint.key()));
        let indexes = self.indexes.iter().map(|index| (PartKind::Index, index.name.clone()));
        let triggers = self.triggers.iter().map(|trigger| (PartKind::Trigger, trigger.name.clone()));
        let rules = self.rules.iter().map(|rule| (PartKind::Rule, rule.name.clone()));
        let policies = self.policies.iter().map(|policy| (PartKind::Policy, policy.name.clone()));
        let security = (!self.row_security.is_none()).then(|| (PartKind::RowSecurity, RowSecurity::KEY.to_owned()));
        constraints.chain(indexes).chain(triggers).chain(rules).chain(policies).chain(security).collect()
    }

    fn has(&self, kind: PartKind, name: &str) -> bool {
        match kind {
            PartKind::Column => self.column(name).is_some(),
            PartKind::Index => self.indexes.iter().any(|index| index.name == name),
            PartKind::Trigger => self.triggers.iter().any(|trigger| trigger.name == name),
            PartKind::Rule => self.rules.iter().any(|rule| rule.name == name),
            PartKind::Policy => self.policies.iter().any(|policy| policy.name == name),
            PartKind::RowSecurity => !self.row_security.is_none(),
            _ => self.constraints.iter().any(|constraint| constraint.kind() == kind && constraint.is_called(name)),
        }
    }

    fn has_triggers(&self) -> bool {
        !self.triggers.is_empty()
    }

    fn references(&self, schema: &Schema) -> Vec<(Node, NodeSet)> {
        let mut found = Vec::new();
        let whole = Node::table(&self.name);
        found.extend(self.parents().map(|parent| (whole.clone(), NodeSet::from_iter([Node::table(parent)]))));
        if let Some(foreign) = &self.options.foreign {
            let server = Node::Object(ObjectId::new(Kind::Server, QName::plain(&foreign.server)));
            found.push((whole.clone(), NodeSet::from_iter([server])));
        }
        for column in self.columns.iter().filter(|column| !column.annotation.origin.is_own()) {
            // What is asked of a column goes for those that others have from it.
            let has = |parent: &&QName| schema.table(parent).is_some_and(|table| table.column(&column.name).is_some());
            let needs = self.parents().filter(has).map(|parent| Node::column(parent, &column.name)).collect();
            found.push((Node::column(&self.name, &column.name), needs));
        }
        // A column comes and goes with its table, or by an operation on one that is there: nothing to record.
        for constraint in &self.constraints {
            let mut needs = NodeSet::from_iter([whole.clone()]);
            let mut uses = |name: &str| needs.insert(Node::column(&self.name, name));
            match &constraint.definition {
                ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                    key.columns.iter().chain(&key.include).for_each(|name| uses(name));
                }
                ConstraintDefinition::ForeignKey(key) => {
                    key.columns.iter().for_each(|name| uses(name));
                    needs.insert(Node::table(&key.table));
                    needs.extend(key.referred.iter().map(|name| Node::column(&key.table, name)));
                    needs.extend(schema.table(&key.table).and_then(|target| target.referable(&key.referred)));
                }
                ConstraintDefinition::Check(_) => {}
                ConstraintDefinition::Exclusion(exclusion) => {
                    exclusion.include.iter().for_each(|name| uses(name));
                    exclusion.elements.iter().filter_map(|(element, _)| element.name()).for_each(uses);
                }
            }
            found.push((Node::part(&self.name, constraint.kind(), constraint.key()), needs));
        }
        for index in &self.indexes {
            let columns = index.columns.iter().filter_map(IndexColumn::name);
            let columns = columns.chain(index.include.iter().map(String::as_str));
            let mut needs: NodeSet = columns.map(|name| Node::column(&self.name, name)).collect();
            needs.insert(whole.clone());
            found.push((Node::part(&self.name, PartKind::Index, &index.name), needs));
        }
        for trigger in &self.triggers {
            let before = trigger.follows.iter().map(|name| Node::part(&self.name, PartKind::Trigger, name));
            // One that the table has from its parent is there while the parent's is.
            let mut above = self.partitioned_table().filter(|_| trigger.is_inherited());
            while let Some(parent) = above.and_then(|above| schema.table(above))
                && !parent.has(PartKind::Trigger, &trigger.name)
            {
                above = parent.partitioned_table();
            }
            let above = above.map(|parent| Node::part(parent, PartKind::Trigger, &trigger.name));
            let needs = before.chain(above).chain([whole.clone()]).collect();
            found.push((Node::part(&self.name, PartKind::Trigger, &trigger.name), needs));
        }
        let mut policies = NodeSet::from_iter([whole.clone()]);
        for policy in &self.policies {
            let node = Node::part(&self.name, PartKind::Policy, &policy.name);
            policies.insert(node.clone());
            found.push((node, NodeSet::from_iter([whole.clone()])));
        }
        for rule in &self.rules {
            found.push((Node::part(&self.name, PartKind::Rule, &rule.name), NodeSet::from_iter([whole.clone()])));
        }
        // It is put on when its policies are there, and off before they go.
        if !self.row_security.is_none() {
            found.push((Node::part(&self.name, PartKind::RowSecurity, RowSecurity::KEY), policies));
        }
        found
    }

    fn title(&self) -> String {
        if self.is_foreign() { format!("foreign {}", self.id()) } else { self.id().to_string() }
    }

    fn pattern_word(&self) -> &'static str {
        if self.is_foreign() { "foreign_table" } else { FACTS.word }
    }

    fn summary(&self) -> String {
        let options = &self.options;
        let mut text = "table".to_owned();
        if let Some(foreign) = &options.foreign {
            text = format!("foreign table server {}", foreign.server);
            words::parameters(&mut text, &foreign.options);
        }
        for (word, set) in [
            ("strict", options.strict),
            ("without rowid", options.without_rowid),
            ("unlogged", options.unlogged),
            ("with system versioning", options.system_versioned),
        ] {
            if set {
                text.push_str(&format!(" {word}"));
            }
        }
        words::parameters(&mut text, &options.parameters);
        for (word, value) in [
            ("tablespace", &options.tablespace),
            ("access method", &options.access_method),
            ("replica identity", &options.replica_identity),
            ("cluster on", &options.cluster_on),
        ] {
            if let Some(value) = value {
                text.push_str(&format!(" {word} {value}"));
            }
        }
        for period in &options.periods {
            text.push_str(&format!(" period {period}"));
        }
        if let Some(ty) = &options.of_type {
            text.push_str(&format!(" of {ty}"));
        }
        if let Some(Partition { of, bound }) = &options.partition_of {
            text.push_str(&format!(" partition of {of} {bound}"));
        }
        if !options.inherits.is_empty() {
            let parents: Vec<String> = options.inherits.iter().map(ToString::to_string).collect();
            text.push_str(&format!(" inherits ({})", parents.join(", ")));
        }
        if let Some(partitions) = &options.partition_by {
            text.push_str(&format!(" partition by {partitions}"));
        }
        if let Some(sql) = &options.virtual_table {
            text.push_str(&format!(" {sql}"));
        }
        words::with_comment(text, self.annotation.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::Table(to) = to else { return Vec::new() };
        let mut said = Vec::new();
        if self.options != to.options {
            said.push("options");
        }
        if self.annotation.comment != to.annotation.comment {
            said.push("comment");
        }
        said
    }
}
