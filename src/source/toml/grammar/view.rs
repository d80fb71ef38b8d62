//! Views, and what materialized ones have besides.

use std::rc::Rc;

use super::access::{self, grants, owner};
use super::codec::{Codec, comment, extensions, flag, parameters, renamed_from, text, texts};
use super::column_type::ColumnType;
use super::index::{self, HasIndexes};
use super::object::ObjectSubject;
use super::rule::{self, HasRules};
use super::trigger::{self, HasTriggers};
use super::{
    ALL, Beside, Form, GrammarSection, KeyEntry, MYSQL, NOT_MYSQL, POSTGRES, SectionFacts, Subject, beside,
    default_value, required, stored_column,
};
use crate::schema::{Annotation, Expr, Index, Kind, Object, ObjectId, Rule, Table, Trigger, View};
use crate::source::toml::document::At;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::{
    KnownColumns, UnresolvedIndex, UnresolvedPart, UnresolvedSchema, UnresolvedTrigger, UnresolvedView,
};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};
use crate::sql::head_words;

/// A view.
pub(crate) struct ViewObject;

/// A view to be written.
pub(crate) struct ViewModel<'w> {
    pub(super) view: &'w View,
}

impl Subject for ViewObject {
    type Draft<'d> = UnresolvedView<'d>;
    type Model<'w> = ViewModel<'w>;
}

/// One of the form's words among the options, where it is not the usual one.
macro_rules! option {
    ($name:literal, $usual:literal) => {
        Codec {
            read: |section, key, draft| {
                let said = section.choice(key).filter(|word| *word != $usual);
                let said = said.map(|word| ($name.to_owned(), word.to_owned()));
                draft.view.options = draft.view.options.iter().cloned().chain(said).collect();
                Some(())
            },
            write: |_, model| {
                let said = model.view.options.iter().find(|(name, _)| name == $name);
                said.map(|(_, word)| Value::text(word))
            },
        }
    };
}

const OF_A_MATERIALIZED_VIEW: Beside = Beside {
    key: "materialized",
    fault: "has `{key}` and is not materialized",
    label: "of a materialized view",
    write: "materialized = true",
};

/// A view.
pub(crate) static VIEW: GrammarSection<ViewObject> = GrammarSection {
    facts: SectionFacts::new("a view", "`[view.x]`: a view").short("sql").headed(),
    keys: &[
        KeyEntry::new(
            "materialized",
            Form::Flag,
            POSTGRES,
            "Whether it is a materialized view.",
            flag!(view.materialized),
        ),
        extensions!(view.annotation.extensions),
        comment!(POSTGRES, view.annotation.comment),
        renamed_from!(),
        owner!(view.annotation.owner),
        grants!(Kind::View, view, view.annotation.grants),
        KeyEntry::new("columns", Form::Texts, ALL, "Names of the columns, if not the query's.", texts!(view.columns)),
        KeyEntry::new(
            "with",
            Form::Parameters,
            POSTGRES,
            "Options: `security_barrier`, `security_invoker`, `check_option`, storage parameters.",
            parameters!(view.options),
        ),
        KeyEntry::new(
            "algorithm",
            Form::Choice(&["undefined", "merge", "temptable"]),
            MYSQL,
            "How the server works it out, if that is not its own choice (ALGORITHM).",
            option!("algorithm", "undefined"),
        ),
        KeyEntry::new(
            "security",
            Form::Choice(&["definer", "invoker"]),
            MYSQL,
            "Whose rights count, if not those of whom made it (SQL SECURITY).",
            option!("security", "definer"),
        ),
        KeyEntry::new(
            "check_option",
            Form::Choice(&["cascaded", "local"]),
            MYSQL,
            "Whether rows that it would not show are refused (WITH CHECK OPTION).",
            option!("check_option", ""),
        ),
        beside(
            KeyEntry::new(
                "no_data",
                Form::Flag,
                POSTGRES,
                "Whether a materialized view is left unfilled when it is made.",
                flag!(view.no_data),
            ),
            OF_A_MATERIALIZED_VIEW,
        ),
        required(KeyEntry::new(
            "sql",
            Form::Sql,
            ALL,
            "The query.",
            Codec {
                read: |section, key, draft| {
                    draft.view.query = read_query(section, key)?;
                    Some(())
                },
                write: |_, model| Some(Value::sql(model.view.query.text())),
            },
        )),
        KeyEntry::new(
            "column_comments",
            Form::TextMap,
            POSTGRES,
            "Comments by column.",
            Codec {
                read: |section, key, draft| {
                    for (name, text) in section.text_map(key) {
                        of_column(&mut draft.view, &name.value).comment = Some(text.value);
                    }
                    Some(())
                },
                write: |_, model| {
                    let comments = model.view.column_comments();
                    let entries: Entries = comments.map(|(name, text)| (name.to_owned(), Value::text(text))).collect();
                    (!entries.is_empty()).then_some(Value::Table(entries))
                },
            },
        ),
        KeyEntry::new(
            "column_grants",
            Form::GrantsByColumn,
            POSTGRES,
            "What roles may do with single columns: `{ name = { app = \"select\" } }`.",
            Codec {
                read: |section, key, draft| {
                    for (name, grants) in access::read_by_column(section, key) {
                        of_column(&mut draft.view, &name).grants = grants;
                    }
                    Some(())
                },
                write: |writer, model| {
                    let columns = model.view.column_annotations.iter();
                    let written = |(name, said): &(String, Annotation)| {
                        Some((name.clone(), access::write(writer, Kind::View, &said.grants, &[])?))
                    };
                    let entries: Entries = columns.filter_map(written).collect();
                    (!entries.is_empty()).then_some(Value::Table(entries))
                },
            },
        ),
        KeyEntry::new(
            "column_defaults",
            Form::ValueMap,
            POSTGRES,
            "Defaults that INSERTs through the view get, by column.",
            Codec {
                read: |section, key, draft| {
                    for entry in section.names(key) {
                        let what = format!("the default of `{}` in {}", entry.name, section.what);
                        // The view's column has a type that only the server knows: the literal is spelled as text would be.
                        let ty = ColumnType::default();
                        let value = default_value::read(section.reader, entry.item, &what, &ty);
                        draft.view.column_defaults.extend(value.map(|value| (entry.name.to_owned(), value)));
                    }
                    Some(())
                },
                write: |_, model| {
                    let defaults = model.view.column_defaults.iter();
                    let entries: Entries =
                        defaults.map(|(name, sql)| (name.clone(), Value::marked_sql(sql.text()))).collect();
                    (!entries.is_empty()).then_some(Value::Table(entries))
                },
            },
        ),
        beside(
            KeyEntry::new("tablespace", Form::Text, POSTGRES, "The tablespace.", text!(view.tablespace)),
            OF_A_MATERIALIZED_VIEW,
        ),
        beside(
            KeyEntry::new(
                "access_method",
                Form::Text,
                POSTGRES,
                "The table access method, if not heap.",
                text!(view.access_method),
            ),
            OF_A_MATERIALIZED_VIEW,
        ),
        beside(
            KeyEntry::new(
                "cluster_on",
                Form::Text,
                POSTGRES,
                "The index that CLUSTER orders its rows by.",
                text!(view.cluster_on),
            ),
            OF_A_MATERIALIZED_VIEW,
        ),
        beside(stored_column::stored_columns(), OF_A_MATERIALIZED_VIEW),
        beside(index::indexes(POSTGRES, "Indexes of a materialized view."), OF_A_MATERIALIZED_VIEW),
        trigger::triggers(NOT_MYSQL, "INSTEAD OF triggers by name."),
        rule::rules("Rules by name."),
    ],
};

impl ObjectSubject for ViewObject {
    const KIND: Kind = Kind::View;

    fn section() -> &'static GrammarSection<Self> {
        &VIEW
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> UnresolvedView<'d> {
        UnresolvedView {
            view: View::new(id.name.clone(), ""),
            at: at.clone(),
            indexes: Vec::new(),
            triggers: Vec::new(),
            rules: Vec::new(),
            renamed_from: None,
        }
    }

    fn end<'d>(
        reader: &SchemaReader<'_>,
        id: &ObjectId,
        mut draft: UnresolvedView<'d>,
        schema: &mut UnresolvedSchema<'d>,
    ) {
        schema.renamed(reader, id, draft.renamed_from.take());
        schema.views.push(draft);
    }

    fn model<'w>(_writer: &SchemaWriter<'w>, object: &'w Object) -> Option<ViewModel<'w>> {
        match object {
            Object::View(view) => Some(ViewModel { view }),
            _ => None,
        }
    }
}

impl HasIndexes for ViewObject {
    fn extend<'d>(draft: &mut UnresolvedView<'d>, found: Vec<UnresolvedIndex<'d>>) {
        draft.indexes.extend(found);
    }

    fn columns(draft: &UnresolvedView<'_>) -> Rc<KnownColumns> {
        KnownColumns::unknown(&draft.view.name)
    }

    fn written<'a>(model: &'a ViewModel<'_>) -> (Vec<&'a Index>, Option<&'a Table>) {
        (model.view.indexes.iter().collect(), None)
    }
}

impl HasRules for ViewObject {
    fn extend<'d>(draft: &mut UnresolvedView<'d>, found: Vec<UnresolvedPart<'d, Rule>>) {
        draft.rules.extend(found);
    }

    fn written<'a>(model: &'a ViewModel<'_>) -> &'a [Rule] {
        &model.view.rules
    }
}

impl HasTriggers for ViewObject {
    fn extend<'d>(draft: &mut UnresolvedView<'d>, found: Vec<UnresolvedTrigger<'d>>) {
        draft.triggers.extend(found);
    }

    fn written<'a>(model: &'a ViewModel<'_>) -> &'a [Trigger] {
        &model.view.triggers
    }

    fn owner(draft: &UnresolvedView<'_>) -> String {
        ObjectId::view(&draft.view.name).to_string()
    }
}

/// What is said of a column; the columns stand in the order of their names.
fn of_column<'v>(view: &'v mut View, column: &str) -> &'v mut Annotation {
    let list = &mut view.column_annotations;
    let at = list.binary_search_by(|(name, _)| name.as_str().cmp(column)).unwrap_or_else(|at| {
        list.insert(at, (column.to_owned(), Annotation::default()));
        at
    });
    &mut list[at].1
}

/// The query alone, without a closing `;`.
fn read_query(section: &SectionReader<'_, '_>, key: &str) -> Option<Expr> {
    let reader = section.reader;
    let sql = section.sql(key)?;
    let text = sql.text().trim_end().trim_end_matches(';').trim_end();
    let first = head_words(reader.dialect.syntax(), text, 1).into_iter().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("create") {
        let help = "write the query alone, from its SELECT on; the rest is made from the view's name".to_owned();
        let message = format!("`sql` of {} is a whole CREATE statement", section.what);
        reader.invalid(&section.value_at(key), message, "a query belongs here", help);
        return None;
    }
    Some(text.into())
}
