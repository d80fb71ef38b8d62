//! What is no table: extensions, namespaces, enums, sequences, views.

use super::value::{Fields, Value};
use super::{Section, Writer, field, flag, parameters};
use crate::schema::{Enum, Kind, Namespace, Object, Sequence, SequenceOptions, View};

impl Writer<'_> {
    pub(super) fn extensions(&self) -> Option<(String, Value)> {
        let found: Vec<Value> = self
            .schema
            .objects
            .values()
            .filter_map(|object| match object {
                Object::Extension(extension) => Some(match &extension.namespace {
                    None => Value::text(&extension.name),
                    Some(namespace) => Value::Fields(vec![
                        field("name", Value::text(&extension.name)),
                        field("namespace", Value::text(namespace)),
                    ]),
                }),
                _ => None,
            })
            .collect();
        (!found.is_empty()).then(|| field("extensions", Value::List(found)))
    }

    fn all_namespaces(&self) -> impl Iterator<Item = &Namespace> {
        self.schema.objects.values().filter_map(|object| match object {
            Object::Namespace(namespace) => Some(namespace),
            _ => None,
        })
    }

    /// Namespaces that no name in the file implies.
    pub(super) fn namespaces(&self) -> Option<(String, Value)> {
        let implied = |name: &str| {
            let mut ids = self.schema.objects.keys().filter(|id| id.kind != Kind::Namespace);
            ids.any(|id| id.name.namespace.as_deref() == Some(name))
        };
        let names: Vec<String> = self
            .all_namespaces()
            .filter(|namespace| namespace.comment.is_none() && !implied(&namespace.name))
            .map(|namespace| super::names::show_part(&namespace.name))
            .collect();
        (!names.is_empty()).then(|| field("namespaces", Value::texts(names)))
    }

    pub(super) fn commented_namespaces(&self) -> Fields {
        self.all_namespaces()
            .filter_map(|namespace| {
                let comment = self.comment(&namespace.comment)?;
                Some((super::names::show_part(&namespace.name), Value::Fields(vec![comment])))
            })
            .collect()
    }

    pub(super) fn enumeration(&self, value: &Enum) -> (String, Value) {
        let values = Value::texts(&value.values);
        let written = match self.comment(&value.comment) {
            None => values,
            Some(comment) => Value::Fields(vec![field("values", values), comment]),
        };
        (self.name(&value.name), written)
    }

    pub(super) fn sequences(&self) -> Fields {
        self.schema
            .objects
            .values()
            .filter_map(|object| match object {
                Object::Sequence(sequence) => Some(self.sequence(sequence)),
                _ => None,
            })
            .collect()
    }

    fn sequence(&self, sequence: &Sequence) -> (String, Value) {
        let mut fields = Fields::new();
        fields.extend(sequence.ty.as_ref().map(|ty| field("type", Value::text(self.dialect.portable_type(ty)))));
        fields.extend(options(&sequence.options));
        fields.extend(sequence.owned_by.as_ref().map(|(table, column)| {
            let owner = format!("{}.{}", self.name(table), super::names::show_part(column));
            field("owned_by", Value::text(owner))
        }));
        fields.extend(flag("unlogged", sequence.unlogged));
        fields.extend(self.comment(&sequence.comment));
        (self.name(&sequence.name), Value::Fields(fields))
    }

    pub(super) fn view(&self, view: &View) -> Vec<Section> {
        let header = |more: Option<&str>| {
            let mut path = vec!["view".to_owned(), self.name(&view.name)];
            path.extend(more.map(str::to_owned));
            path
        };
        let mut fields = Fields::new();
        fields.extend(flag("materialized", view.materialized));
        fields.extend(self.comment(&view.comment));
        if !view.columns.is_empty() {
            fields.push(field("columns", Value::texts(&view.columns)));
        }
        fields.extend(parameters("with", &view.options));
        fields.extend(flag("no_data", view.no_data));
        fields.push(field("sql", Value::sql(view.query.text())));
        let mut sections = vec![Section { header: header(None), fields }];
        let mut section = |name: &str, fields: Fields| {
            if !fields.is_empty() {
                sections.push(Section { header: header(Some(name)), fields });
            }
        };
        if self.comments() {
            let comments = view.column_comments.iter().map(|(name, text)| (name.clone(), Value::text(text)));
            section("column_comments", comments.collect());
        }
        let defaults = view.column_defaults.iter();
        section("column_defaults", defaults.map(|(name, sql)| (name.clone(), Value::marked_sql(sql.text()))).collect());
        section("indexes", view.indexes.iter().map(|index| self.index(None, index)).collect());
        section("triggers", view.triggers.iter().map(|trigger| self.trigger(trigger)).collect());
        sections
    }
}

/// The options of a sequence that are not the usual ones.
pub(super) fn options(options: &SequenceOptions) -> Fields {
    let numbers = [
        ("start", options.start),
        ("increment", options.increment),
        ("min", options.min),
        ("max", options.max),
        ("cache", options.cache),
    ];
    let numbers = numbers.into_iter().filter_map(|(name, number)| Some(field(name, Value::Integer(number?))));
    numbers.chain(flag("cycle", options.cycle)).collect()
}
