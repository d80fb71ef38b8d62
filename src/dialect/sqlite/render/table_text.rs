//! A `CREATE TABLE` written anew from the one that was there: what is the same keeps its text, with the comments and the
//! white space around it; only what differs is written by us.

use std::ops::Range;

use crate::dialect::sqlite::SYNTAX;
use crate::schema::{Column, Constraint, Table};
use crate::sql::{TokenKind, tokens};

use super::super::parse::{self, ColumnLayout, Layout, PieceKind, Place};
use super::super::{canonical, row_id};
use super::{column, constraint, table, written};

/// A table's statement and where its parts stand.
struct Text<'t> {
    sql: &'t str,
    layout: Layout,
}

impl<'t> Text<'t> {
    /// The statement of a table, where it says what the model says, part by part.
    fn of(table: &'t Table) -> Option<Self> {
        let sql = written::table(table)?;
        let (read, layout) = parse::table_with_layout(sql).ok()?;
        let mut names = read.columns.iter().map(|column| column.name.as_str());
        let parallel = table.columns.iter().all(|column| names.next() == Some(column.name.as_str()))
            && read.constraints.len() == table.constraints.len()
            && layout.constraints.len() == table.constraints.len();
        parallel.then_some(Text { sql, layout })
    }

    fn cut(&self, span: Range<usize>) -> &'t str {
        self.sql.get(span).unwrap_or_default()
    }
}

/// An element between two commas.
struct Element {
    /// White space and comments before it.
    lead: String,
    body: String,
    /// What stands between it and its comma.
    before_comma: String,
    /// Comments behind the comma on the same line.
    trail: String,
    /// Its number in the old text, and whether a comma follows it there.
    old: Option<(usize, bool)>,
}

/// The statement of `to`, made from that of `from`; none where `from` has none, or the result does not say what it should.
pub(crate) fn edited(from: &Table, to: &Table) -> Option<String> {
    if to.options.virtual_table.is_some() || from.options.virtual_table.is_some() {
        return None;
    }
    let old = Text::of(from)?;
    let draft = Text::of(to);
    let mut kept = Kept::of(from, to, &old);
    let mut columns: Vec<(Option<usize>, String)> = Vec::new();
    for wanted in &to.columns {
        let at = from.columns.iter().position(|column| column.name == wanted.name);
        let text = match at {
            Some(at) => changed_column(at, from, wanted, to, &old, draft.as_ref(), &mut kept)?,
            None => new_column(wanted, to, draft.as_ref(), &mut kept),
        };
        columns.push((at, text));
    }
    let apart = kept.left(to).map(|(nth, one)| new_constraint(nth, one, draft.as_ref())).collect::<Vec<_>>();
    let text = assembled(&old, from, to, columns, &kept, apart);
    written::says(&text, to).then_some(text)
}

/// Which constraints of the new table are said already.
struct Kept {
    said: Vec<bool>,
    /// For each constraint of the old table, whether it stays.
    stays: Vec<bool>,
}

impl Kept {
    fn of(from: &Table, to: &Table, old: &Text<'_>) -> Kept {
        let wanted: Vec<Constraint> = to.constraints.iter().map(written::folded).collect();
        let mut kept = Kept { said: vec![false; wanted.len()], stays: Vec::new() };
        for (constraint, place) in from.constraints.iter().zip(&old.layout.constraints) {
            let column = match place {
                Place::Beside(at, _) => from.columns.get(*at).map(|column| column.name.as_str()),
                Place::Apart(_) => None,
            };
            let goes = column.is_some_and(|name| to.column(name).is_none());
            let constraint = written::folded(constraint);
            let at = wanted.iter().zip(&kept.said).position(|(one, said)| !said && *one == constraint);
            if let Some(said) = at.filter(|_| !goes).and_then(|at| kept.said.get_mut(at)) {
                *said = true;
                kept.stays.push(true);
            } else {
                kept.stays.push(false);
            }
        }
        kept
    }

    /// Whether the constraint at this place of the old text stays; a place without one does.
    fn stays(&self, old: &Text<'_>, place: Place) -> bool {
        let at = old.layout.constraints.iter().position(|other| *other == place);
        at.is_none_or(|at| self.stays.get(at).copied().unwrap_or_default())
    }

    /// The key that is to stand beside a column and is not said yet; it counts as said from now on.
    fn beside(&mut self, column: &Column, to: &Table) -> Option<String> {
        let at = to.constraints.iter().zip(&self.said).position(|(one, said)| {
            !said && constraint::stands_beside(one) && constraint::beside(column, to).is_some()
        })?;
        *self.said.get_mut(at)? = true;
        constraint::beside(column, to)
    }

    fn left<'t>(&self, to: &'t Table) -> impl Iterator<Item = (usize, &'t Constraint)> {
        let said = self.said.clone();
        to.constraints.iter().enumerate().zip(said).filter(|(_, said)| !said).map(|(one, _)| one)
    }
}

fn new_constraint(nth: usize, one: &Constraint, draft: Option<&Text<'_>>) -> String {
    let drafted = draft.and_then(|draft| match draft.layout.constraints.get(nth)? {
        Place::Apart(at) => draft.layout.apart.get(*at).map(|span| draft.cut(span.clone()).to_owned()),
        Place::Beside(..) => None,
    });
    drafted.unwrap_or_else(|| constraint::clause(one))
}

/// The draft's text of a column, without what stands beside it.
fn drafted<'d>(draft: Option<&'d Text<'_>>, to: &Table, column: &Column) -> Option<(&'d Text<'d>, &'d ColumnLayout)> {
    let draft = draft?;
    let at = to.columns.iter().position(|other| other.name == column.name)?;
    draft.layout.columns.get(at).map(|layout| (draft, layout))
}

fn new_column(column: &Column, to: &Table, draft: Option<&Text<'_>>, kept: &mut Kept) -> String {
    kept.beside(column, to);
    match drafted(draft, to, column) {
        Some((draft, layout)) => draft.cut(layout.span.clone()).to_owned(),
        None => column::definition(column, to),
    }
}

fn changed_column(
    at: usize,
    from: &Table,
    wanted: &Column,
    to: &Table,
    old: &Text<'_>,
    draft: Option<&Text<'_>>,
    kept: &mut Kept,
) -> Option<String> {
    let was = from.columns.get(at)?;
    let layout = old.layout.columns.get(at)?;
    let (a, b) = (row_id::comparable(from, was), row_id::comparable(to, wanted));
    let same_null = a.nullable == b.nullable && a.not_null_conflict == b.not_null_conflict;
    let head_end = layout.name.end.max(layout.ty.end);
    let mut out = if a.ty == b.ty {
        old.cut(layout.span.start..head_end).to_owned()
    } else {
        let ty = drafted(draft, to, wanted).map(|(draft, layout)| draft.cut(layout.ty.clone()).to_owned());
        let ty = ty.unwrap_or_else(|| wanted.ty.clone());
        let space = if ty.is_empty() { "" } else { " " };
        format!("{}{space}{ty}", old.cut(layout.name.clone()))
    };
    if !same_null && !wanted.nullable {
        out.push_str(&column::not_null(wanted));
    }
    let mut end = head_end;
    let mut last_goes = false;
    for (nth, piece) in layout.pieces.iter().enumerate() {
        let stays = match piece.kind {
            PieceKind::Name => true,
            PieceKind::Null | PieceKind::NotNull => same_null,
            PieceKind::Default => a.default == b.default,
            PieceKind::Collate => a.collation == b.collation,
            PieceKind::Generated => a.generated == b.generated,
            PieceKind::Constraint => kept.stays(old, Place::Beside(at, nth)),
            PieceKind::Deferrable => !last_goes,
        };
        last_goes = !stays;
        if stays {
            out.push_str(old.cut(end..piece.span.end));
        }
        end = piece.span.end;
    }
    if let Some(key) = kept.beside(wanted, to) {
        out.push_str(&format!(" {key}"));
    }
    if a.default != b.default {
        out.push_str(&column::default_clause(&b));
    }
    if a.collation != b.collation {
        out.push_str(&column::collate_clause(&b));
    }
    if a.generated != b.generated {
        out.push_str(&column::generated_clause(&b));
    }
    Some(out)
}

fn assembled(
    old: &Text<'_>,
    from: &Table,
    to: &Table,
    columns: Vec<(Option<usize>, String)>,
    kept: &Kept,
    apart: Vec<String>,
) -> String {
    let spans: Vec<Range<usize>> =
        old.layout.columns.iter().map(|column| column.span.clone()).chain(old.layout.apart.iter().cloned()).collect();
    let mut olds: Vec<Element> = Vec::new();
    let mut end = old.layout.open.end;
    for (nth, span) in spans.iter().enumerate() {
        let comma = comma_after(old.sql, span.end);
        let behind = comma.map_or(span.end, |comma| comma + 1);
        let own_end = behind + same_line_comment(old.cut(behind..old.layout.close.start));
        olds.push(Element {
            lead: old.cut(end..span.start).to_owned(),
            body: old.cut(span.clone()).to_owned(),
            before_comma: comma.map_or_else(String::new, |comma| old.cut(span.end..comma).to_owned()),
            trail: old.cut(behind..own_end).to_owned(),
            old: Some((nth, comma.is_some())),
        });
        end = own_end;
    }
    let tail = old.cut(end..old.layout.close.start).to_owned();
    let lead = olds.get(1).or(olds.first()).map_or_else(|| " ".to_owned(), |element| usual_lead(&element.lead));
    let new = |body: String| Element {
        lead: lead.clone(),
        body,
        before_comma: String::new(),
        trail: String::new(),
        old: None,
    };
    let number_of_columns = old.layout.columns.len();
    let mut olds: Vec<Option<Element>> = olds.into_iter().map(Some).collect();
    let mut out: Vec<Element> = Vec::new();
    for (at, body) in columns {
        match at.and_then(|at| olds.get_mut(at)).and_then(Option::take) {
            Some(element) => out.push(Element { body, ..element }),
            None => out.push(new(body)),
        }
    }
    for (nth, element) in olds.into_iter().skip(number_of_columns).enumerate() {
        if kept.stays(old, Place::Apart(nth)) {
            out.extend(element);
        }
    }
    out.extend(apart.into_iter().map(new));
    let mut text = old.cut(0..old.layout.open.end).to_owned();
    let first_lead = spans.first().map_or("", |span| old.cut(old.layout.open.end..span.start));
    let mut before: Option<Element> = None;
    for element in out {
        let lead = match &before {
            None => usual_first_lead(first_lead, &element),
            Some(last) => {
                let joined = matches!((last.old, element.old), (Some((a, false)), Some((b, _))) if a + 1 == b);
                text.push_str(&last.before_comma);
                if !joined {
                    text.push(',');
                }
                text.push_str(&last.trail);
                apart_from(&element.lead, &last.trail)
            }
        };
        text.push_str(&lead);
        text.push_str(&element.body);
        before = Some(element);
    }
    if let Some(last) = &before {
        text.push_str(&apart_from(&last.before_comma, ""));
        text.push_str(&last.trail);
        text.push_str(&apart_from(&tail, &format!("{}{}", last.before_comma, last.trail)));
    }
    text.push(')');
    if (from.options.strict, from.options.without_rowid) == (to.options.strict, to.options.without_rowid) {
        text.push_str(old.cut(old.layout.close.end..old.sql.len()));
    } else {
        text.push_str(&table::options(to));
    }
    text
}

/// The first element keeps its own comments; else it stands where the first one stood.
fn usual_first_lead(first: &str, element: &Element) -> String {
    if element.old.is_some_and(|(nth, _)| nth == 0) { first.to_owned() } else { usual_lead(first) }
}

/// White space before an element, without comments.
fn usual_lead(lead: &str) -> String {
    match lead.rfind('\n') {
        Some(at) => lead.get(at..).unwrap_or_default().chars().take_while(char::is_ascii_whitespace).collect(),
        None => lead.chars().take_while(char::is_ascii_whitespace).collect(),
    }
}

/// White space that keeps what follows out of a comment up to the end of the line.
fn apart_from(lead: &str, trail: &str) -> String {
    let commented = trail.contains("--") && !trail.ends_with('\n');
    if commented && !lead.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
        format!("\n{lead}")
    } else {
        lead.to_owned()
    }
}

/// Where the comma behind an element stands, if one follows.
fn comma_after(sql: &str, end: usize) -> Option<usize> {
    let next = tokens(SYNTAX, sql.get(end..)?).find(|token| !token.kind.is_trivia())?;
    next.is_punct(",").then_some(end + next.span.start)
}

/// The length of the comments that stand on the same line.
fn same_line_comment(text: &str) -> usize {
    let mut length = 0;
    for token in tokens(SYNTAX, text) {
        match token.kind {
            TokenKind::Space if !token.text.contains('\n') => {}
            kind if kind.is_trivia() && kind != TokenKind::Space => length = token.span.end,
            _ => break,
        }
    }
    length
}

/// The text of a column for `ADD COLUMN`, where the new table's statement has it with no constraints but these.
pub(crate) fn added_column<'t>(to: &'t Table, column: &Column, with: &[&Constraint]) -> Option<&'t str> {
    let sql = to.annotation.written.text()?;
    let (mut read, layout) = parse::table_with_layout(sql).ok()?;
    read.name = to.name.clone();
    canonical::table(&mut read);
    let at = read.columns.iter().position(|other| other.name == column.name)?;
    if row_id::comparable(&read, read.columns.get(at)?) != row_id::comparable(to, column) {
        return None;
    }
    let beside: Vec<Constraint> = read
        .constraints
        .iter()
        .zip(&layout.constraints)
        .filter(|(_, place)| matches!(place, Place::Beside(nth, _) if *nth == at))
        .map(|(one, _)| written::resolved(one, to))
        .collect();
    let with: Vec<Constraint> = with.iter().map(|one| written::folded(one)).collect();
    let layout = layout.columns.get(at)?;
    let whole = layout.pieces.iter().all(|piece| !matches!(piece.kind, PieceKind::Name | PieceKind::Deferrable));
    (beside == with && whole).then(|| sql.get(layout.span.clone())).flatten()
}
