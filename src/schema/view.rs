//! Views, materialized ones among them.

use serde::{Deserialize, Serialize};

use super::{
    Annotation, Column, Expr, Index, Kind, KindFacts, Node, NodeSet, Object, ObjectId, Parameters, Part, Phase, QName,
    Rule, Schema, SchemaObject, Trigger, words,
};

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its name.
    pub name: QName,
    /// Whether it is a materialized view.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub materialized: bool,
    /// The column names given beside the query, where there are any (SQLite keeps them; PostgreSQL folds them into the query).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The query, without a closing `;`.
    pub query: Expr,
    /// Options as written: `security_barrier`, `security_invoker`, `check_option`; a materialized view's storage parameters.
    #[serde(default, skip_serializing_if = "Parameters::is_none")]
    pub options: Parameters,
    /// Materialized: the tablespace, where it is not the database's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// Materialized: the table access method, where it is not heap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_method: Option<String>,
    /// Materialized: the index that `CLUSTER` orders the rows by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_on: Option<String>,
    /// Materialized: its columns of which it is said how they are kept, or what ANALYZE does with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stored_columns: Vec<Column>,
    /// Materialized: whether it was made `WITH NO DATA` and never refreshed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_data: bool,
    /// Indexes of a materialized view.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// `INSTEAD OF` triggers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<Trigger>,
    /// PostgreSQL: its rules, the one that is its query aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
    /// What is said of its columns, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub column_annotations: Vec<(String, Annotation)>,
    /// PostgreSQL: defaults that INSERTs through the view get, by column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub column_defaults: Vec<(String, Expr)>,
    /// PostgreSQL: its columns and their types, as the server has worked them out. They say nothing that the query does not
    /// say, so they are not compared, and a schema file does not give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output: Vec<(String, String)>,
}

impl View {
    /// The comments on its columns, by name.
    pub fn column_comments(&self) -> impl Iterator<Item = (&str, &str)> {
        self.column_annotations.iter().filter_map(|(name, said)| Some((name.as_str(), said.comment.as_deref()?)))
    }

    /// A plain view.
    pub fn new(name: QName, query: impl Into<Expr>) -> Self {
        View {
            name,
            materialized: false,
            columns: Vec::new(),
            query: query.into(),
            options: Parameters::default(),
            tablespace: None,
            access_method: None,
            cluster_on: None,
            stored_columns: Vec::new(),
            no_data: false,
            indexes: Vec::new(),
            triggers: Vec::new(),
            rules: Vec::new(),
            annotation: Annotation::default(),
            column_annotations: Vec::new(),
            column_defaults: Vec::new(),
            output: Vec::new(),
        }
    }

    /// Whether both are defined in the same way: by query, names of columns, and being materialized or not.
    pub fn is_defined_as(&self, other: &View) -> bool {
        self.query == other.query && self.columns == other.columns && self.materialized == other.materialized
    }

    /// Whether both are kept in the same way. The columns of which that is said have an order that means nothing, and types that
    /// are the query's: see [`View::unordered`].
    pub fn is_stored_as(&self, other: &View) -> bool {
        self.tablespace == other.tablespace
            && self.access_method == other.access_method
            && self.cluster_on == other.cluster_on
            && self.stored_columns == other.stored_columns
    }

    /// The same view with what is not compared left out, and in a fixed order.
    pub fn unordered(&self) -> View {
        let mut view = self.clone();
        // It says how the view is made: data that is there is never thrown away for it.
        view.no_data = false;
        view.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        view.triggers.sort_by(|a, b| a.name.cmp(&b.name));
        view.rules.sort_by(|a, b| a.name.cmp(&b.name));
        view.stored_columns.sort_by(|a, b| a.name.cmp(&b.name));
        // Their types are the query's, as the rest of the output is.
        view.stored_columns.iter_mut().for_each(|column| column.ty.clear());
        view.output.clear();
        view
    }
}

/// What generic code must know of views.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "view",
    created: Phase::CreateDependents,
    dropped: Phase::DropDependents,
    namespaced: true,
    renamed: true,
    recreated: true,
    text: true,
    ambient: false,
};

impl SchemaObject for View {
    fn id(&self) -> ObjectId {
        ObjectId::view(&self.name)
    }

    fn title(&self) -> String {
        if self.materialized { format!("materialized view {}", self.name) } else { self.id().to_string() }
    }

    fn pattern_word(&self) -> &'static str {
        if self.materialized { "materialized_view" } else { Kind::View.word() }
    }

    fn parts(&self) -> Vec<Part> {
        let indexes = self.indexes.iter().cloned().map(Part::Index);
        let triggers = self.triggers.iter().cloned().map(Part::Trigger);
        indexes.chain(triggers).chain(self.rules.iter().cloned().map(Part::Rule)).collect()
    }

    fn has_triggers(&self) -> bool {
        !self.triggers.is_empty()
    }

    fn references(&self, _schema: &Schema) -> Vec<(Node, NodeSet)> {
        let id = self.id();
        let whole = |(kind, name)| (Node::Part(id.clone(), kind, name), NodeSet::from_iter([Node::Object(id.clone())]));
        self.part_names().into_iter().map(whole).collect()
    }

    fn summary(&self) -> String {
        let mut text = if self.materialized { "materialized view" } else { "view" }.to_owned();
        if !self.columns.is_empty() {
            text.push_str(&format!(" ({})", self.columns.join(", ")));
        }
        words::parameters(&mut text, &self.options);
        text.push_str(&format!(" as {}", self.query));
        for (column, default) in &self.column_defaults {
            text.push_str(&format!(" default of {column} {default}"));
        }
        text.push_str(if self.no_data { " with no data" } else { "" });
        let places = [
            ("tablespace", &self.tablespace),
            ("access method", &self.access_method),
            ("cluster on", &self.cluster_on),
        ];
        for (word, name) in places {
            text.push_str(&name.as_ref().map_or_else(String::new, |name| format!(" {word} {name}")));
        }
        for column in &self.stored_columns {
            text.push_str(&format!(" column {}", column.name));
            for (word, said) in [("storage", &column.storage), ("compression", &column.compression)] {
                text.push_str(&said.as_ref().map_or_else(String::new, |said| format!(" {word} {said}")));
            }
            text.push_str(&column.statistics.map_or_else(String::new, |target| format!(" statistics {target}")));
            words::parameters(&mut text, &column.parameters);
        }
        for (column, said) in self.column_comments() {
            text.push_str(&format!(" comment on {column} '{said}'"));
        }
        words::with_comment(text, self.annotation.comment.as_ref())
    }

    fn differences(&self, to: &Object) -> Vec<&'static str> {
        let Object::View(to) = to else { return Vec::new() };
        let mut said = Vec::new();
        if self.options != to.options {
            said.push("options");
        }
        if !self.unordered().is_stored_as(&to.unordered()) {
            said.push("storage");
        }
        if self.annotation.comment != to.annotation.comment || !self.column_comments().eq(to.column_comments()) {
            said.push("comment");
        }
        if self.column_defaults != to.column_defaults {
            said.push("column defaults");
        }
        said
    }
}
