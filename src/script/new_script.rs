//! New scripts: their text from the template of the project, their file.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use tera::Context;

use super::head::Head;
use super::render::render;
use super::sections::guarded;
use super::write::{NewSection, one_line, slug, write_new};
use super::{Script, ScriptError, Variables};
use crate::revision::{Direction, Revision};
use crate::sql::Syntax;
use crate::text::without_byte_order_mark;

/// The template that `init` writes, and that is used where a project has none.
pub const DEFAULT_TEMPLATE: &str = include_str!("../../templates/script.sql.tera");

/// A script to be written.
#[derive(Debug, Clone)]
pub struct NewScript {
    /// The head; its `created` and `origin` are not looked at.
    pub revision: Revision,
    /// When it is made, in the time zone of the project.
    pub created: DateTime<Tz>,
    /// What it does; an empty section is written where there is none.
    pub upgrade: Vec<NewSection>,
    /// What undoes it.
    pub downgrade: Vec<NewSection>,
}

/// Where new scripts go, and what they are called.
#[derive(Debug, Clone)]
pub struct ScriptLocation<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// `file_template` of migrate.toml: the name without `.sql`, may hold `/`.
    pub file_template: &'a str,
    /// The longest slug, in characters.
    pub truncate_slug: usize,
}

impl NewScript {
    /// The text of the script, from a template (the user's own, whose `path` is for messages). What the template made is
    /// read again, so that one that loses a parent or a section is found before it does harm. Without a `syntax` (no
    /// database is named) the sections are not.
    ///
    /// # Errors
    /// A template that cannot be rendered; a result that is another script than the one asked for.
    pub fn render(
        &self,
        path: &Path,
        template: &str,
        truncate_slug: usize,
        syntax: Option<Syntax>,
    ) -> Result<String, ScriptError> {
        let template: Arc<str> = without_byte_order_mark(template).into();
        let sections = |sections: &[NewSection]| match sections {
            [] => vec![NewSection { transaction: true, batch: None, body: String::new() }],
            sections => sections.iter().map(|section| section.trimmed(syntax)).collect(),
        };
        let (upgrade, downgrade): (Vec<NewSection>, Vec<NewSection>) =
            (sections(&self.upgrade), sections(&self.downgrade));
        let revision = &self.revision;
        let message = one_line(&revision.message);
        let created = self.created.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut context = Context::new();
        context.insert("revision", &revision.id);
        context.insert("down_revision", &revision.down);
        context.insert("depends_on", &revision.depends_on);
        context.insert("branch_labels", &revision.labels);
        context.insert("replaces", &revision.replaces);
        context.insert("created", &created);
        context.insert("message", &message);
        context.insert("slug", &slug(&message, truncate_slug));
        context.insert("upgrade", &upgrade);
        context.insert("downgrade", &downgrade);
        let help = "the variables are explained at the top of the template that `migrate init` writes";
        let text = render(&template, &context).map_err(|error| ScriptError::template(path, &template, &error, help))?;
        let text = format!("{}\n", text.trim_end());

        let wrong = |what: String| ScriptError::TemplateResult { path: path.to_path_buf(), what };
        let name = Path::new("the new script");
        let head = Head::parse(name, &text).map_err(|error| wrong(format!("head can't be read: {error}")))?;
        let made = head.revision;
        let pairs = [
            ("down_revision", &made.down, &revision.down),
            ("depends_on", &made.depends_on, &revision.depends_on),
            ("branch_labels", &made.labels, &revision.labels),
            ("replaces", &made.replaces, &revision.replaces),
        ];
        if made.id != revision.id {
            return Err(wrong(format!("`revision` is `{}` instead of `{}`", made.id, revision.id)));
        }
        for (key, made, wanted) in pairs {
            if made != wanted {
                return Err(wrong(format!("`{key}` is `{}` instead of `{}`", made.join(", "), wanted.join(", "))));
            }
        }
        if let Some(syntax) = syntax.filter(|_| !head.template) {
            let script = Script::parse(name, &text, &Variables::new(), syntax)
                .map_err(|error| wrong(format!("sections can't be read: {error}")))?;
            let wanted = [
                (Direction::Upgrade, &upgrade, self.upgrade.is_empty()),
                (Direction::Downgrade, &downgrade, self.downgrade.is_empty()),
            ];
            for (direction, wanted, any) in wanted {
                let made = script.sections.iter().filter(|section| section.direction == direction);
                let modes: Vec<bool> = made.clone().map(|section| section.transaction).collect();
                let bodies: String = made.map(|section| script.body(section)).collect();
                let holds = wanted.iter().all(|section| bodies.contains(section.body.trim()));
                if !any && (!holds || modes != wanted.iter().map(|section| section.transaction).collect::<Vec<_>>()) {
                    return Err(wrong(format!("{} sections are not those that were given to it", direction.word())));
                }
            }
        }
        Ok(text)
    }

    /// The file that the script goes to.
    ///
    /// # Errors
    /// A `file_template` that makes no name below the folder.
    pub fn path(&self, target: &ScriptLocation<'_>) -> Result<PathBuf, ScriptError> {
        let message = one_line(&self.revision.message);
        let word = |word: &str| -> Option<String> {
            Some(match word {
                "revision" => self.revision.id.clone(),
                "slug" => slug(&message, target.truncate_slug),
                "year" => self.created.format("%Y").to_string(),
                "month" => self.created.format("%m").to_string(),
                "day" => self.created.format("%d").to_string(),
                "hour" => self.created.format("%H").to_string(),
                "minute" => self.created.format("%M").to_string(),
                "second" => self.created.format("%S").to_string(),
                "epoch" => self.created.timestamp().to_string(),
                _ => return None,
            })
        };
        let mut name = String::new();
        let mut rest = target.file_template;
        while let Some((before, after)) = rest.split_once('{') {
            name.push_str(before);
            if let Some((value, after)) = after.split_once('}').and_then(|(inside, after)| Some((word(inside)?, after)))
            {
                name.push_str(&value);
                rest = after;
            } else {
                name.push('{');
                rest = after;
            }
        }
        name.push_str(rest);
        let inside = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        if !inside || last.is_empty() || last.starts_with('.') {
            return Err(ScriptError::FileName { name });
        }
        Ok(target.folder.join(format!("{name}.sql")))
    }

    /// Writes the script; refuses where the file is there already. Returns its path. A `file_template` without `{revision}`
    /// may make one name of two revisions (of one second, of one message): the second one's id is put behind it.
    ///
    /// # Errors
    /// As [`NewScript::path`]; a file that is there already, or cannot be written.
    pub fn write(&self, target: &ScriptLocation<'_>, text: &str) -> Result<PathBuf, ScriptError> {
        match self.write_as(target, text) {
            Err(ScriptError::Exists { .. }) if !target.file_template.contains("{revision}") => {
                let file_template = format!("{}_{{revision}}", target.file_template);
                self.write_as(&ScriptLocation { file_template: &file_template, ..target.clone() }, text)
            }
            written => written,
        }
    }

    fn write_as(&self, target: &ScriptLocation<'_>, text: &str) -> Result<PathBuf, ScriptError> {
        let path = self.path(target)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| ScriptError::write(folder, &error))?;
        }
        write_new(&path, text)?;
        Ok(path)
    }
}

impl NewSection {
    /// Without empty lines at its ends, and so that no comment in it reads as a marker.
    fn trimmed(&self, syntax: Option<Syntax>) -> NewSection {
        let body = self.body.trim_matches(['\n', '\r']).trim_end();
        let body = syntax.map_or_else(|| body.to_owned(), |syntax| guarded(syntax, body));
        NewSection { transaction: self.transaction, batch: self.batch, body }
    }
}
