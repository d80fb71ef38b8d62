//! What all named parts of a table share: a name that stands before them or among their keys, a comment, an old name.

use std::marker::PhantomData;
use std::rc::Rc;

use super::codec::Codec;
use super::{ALL, Database, Form, GrammarSection, KeyEntry, POSTGRES, Subject};
use crate::schema::{Annotation, Constraint, ConstraintDefinition, Origin, Table};
use crate::source::toml::document::{At, Item, Text};
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::{KnownColumns, UnresolvedConstraint};
use crate::source::toml::writing::value::Value;

/// What a part says beyond what all parts do.
pub(crate) trait PartContent: 'static {
    /// What the reader fills.
    type Draft<'d>;
    /// What the writer says it from.
    type Model: 'static;
}

/// A part with such content.
pub(crate) struct NamedPart<C>(PhantomData<C>);

impl<C: PartContent> Subject for NamedPart<C> {
    type Draft<'d> = PartDraft<'d, C::Draft<'d>>;
    type Model<'w> = PartModel<'w, C::Model>;
}

/// A part as read.
pub(crate) struct PartDraft<'d, T> {
    /// Its name, where it has one: the key it stands under, or its `name`.
    pub name: Option<Text<'d>>,
    pub comment: Option<String>,
    pub renamed_from: Option<Text<'d>>,
    /// The index or key of the parent that it is the partition of.
    pub partition_of: Option<String>,
    /// The columns that it may name.
    pub columns: Rc<KnownColumns>,
    /// The rest.
    pub content: T,
}

impl<'d, T> PartDraft<'d, T> {
    /// The constraint that it is, and its content.
    pub(crate) fn constraint(
        self,
        at: At<'d>,
        definition: impl FnOnce(T) -> ConstraintDefinition,
    ) -> UnresolvedConstraint<'d> {
        UnresolvedConstraint {
            name_at: self.name.as_ref().map(|name| name.at.clone()),
            constraint: Constraint {
                name: self.name.map(|name| name.value),
                definition: definition(self.content),
                annotation: Annotation { origin: attached(self.partition_of), ..Annotation::commented(self.comment) },
            },
            at,
            after: None,
            target: None,
            renamed_from: self.renamed_from,
        }
    }
}

/// A part to be written.
pub(crate) struct PartModel<'w, T: 'static> {
    /// The name, where it does not stand before the part and must be said.
    pub name: Option<&'w str>,
    pub comment: &'w Option<String>,
    /// Where it comes from.
    pub origin: &'w Origin,
    /// The table; none for what is of a view, whose columns are not known.
    pub table: Option<&'w Table>,
    /// The rest.
    pub content: &'w T,
}

impl<'w, T> PartModel<'w, T> {
    /// What a constraint says, `name` being written with it.
    pub(crate) fn of(table: &'w Table, constraint: &'w Constraint, name: Option<&'w str>, content: &'w T) -> Self {
        let Annotation { comment, origin, .. } = &constraint.annotation;
        PartModel { name, comment, origin, table: Some(table), content }
    }
}

/// A part that is read, with its place.
pub(crate) struct ReadPart<'d, T> {
    pub at: At<'d>,
    pub draft: PartDraft<'d, T>,
}

impl<C: PartContent> GrammarSection<NamedPart<C>> {
    /// Reads one part, which stands under `name` or in a list.
    pub(crate) fn part<'d>(
        &'static self,
        reader: &SchemaReader<'_>,
        (name, item): (Option<Text<'d>>, Item<'d>),
        what: String,
        columns: &Rc<KnownColumns>,
        content: C::Draft<'d>,
    ) -> Option<ReadPart<'d, C::Draft<'d>>> {
        let at = name.as_ref().map_or_else(|| item.at(), |name| name.at.clone());
        let mut draft = PartDraft {
            name,
            comment: None,
            renamed_from: None,
            partition_of: None,
            columns: Rc::clone(columns),
            content,
        };
        self.open(reader, item, at.clone(), what, &mut draft)?;
        Some(ReadPart { at, draft })
    }
}

/// What a part is called in messages.
pub(crate) fn words(section: &SectionReader<'_, '_>, key: &str, kind: &str, name: &Option<Text<'_>>) -> String {
    match name {
        Some(name) => format!("{kind} `{}` of {}", name.value, section.what),
        None => format!("an element of {}", section.of(key)),
    }
}

/// `name`
pub(crate) const fn name<C: PartContent>() -> KeyEntry<NamedPart<C>> {
    KeyEntry::new(
        "name",
        Form::Text,
        ALL,
        "The name, unless it stands under one; if left out, the naming convention makes it.",
        Codec {
            read: |section, key, draft| {
                let said = section.text(key)?;
                if draft.name.is_some() {
                    two_names(section, &said);
                } else {
                    draft.name = Some(said);
                }
                Some(())
            },
            write: |_, model| model.name.map(Value::text),
        },
    )
}

/// A name beside another one.
pub(crate) fn two_names(section: &SectionReader<'_, '_>, said: &Text<'_>) {
    let message = format!("{} has two names", section.what);
    let help = "it is named already, by the key that it stands under or by `foreign_key`: leave `name` out".to_owned();
    section.reader.invalid(&said.at, message, "a second name", help);
}

/// `partition_of`
pub(crate) const fn partition_of<C: PartContent>() -> KeyEntry<NamedPart<C>> {
    KeyEntry::new(
        "partition_of",
        Form::Text,
        POSTGRES,
        "Of a partition: the parent's index or key that it is the partition of. One with the name that the server gives it \
         need not be said at all.",
        Codec {
            read: |section, key, draft| {
                draft.partition_of = section.text(key).map(|text| text.value);
                Some(())
            },
            write: |_, model| model.origin.attached().map(Value::text),
        },
    )
}

/// Where a part that is the partition of another comes from.
pub(crate) fn attached(partition_of: Option<String>) -> Origin {
    partition_of.map_or(Origin::Own, Origin::Attached)
}

/// `comment`
pub(crate) const fn comment<C: PartContent>(databases: &'static [Database]) -> KeyEntry<NamedPart<C>> {
    super::codec::comment!(databases, comment)
}

/// `renamed_from`
pub(crate) const fn renamed_from<C: PartContent>() -> KeyEntry<NamedPart<C>> {
    super::codec::renamed_from!()
}
