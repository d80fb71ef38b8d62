//! The graph of branches and merges, drawn beside the lines of `history`.
//!
//! ```text
//! ● 9c01 merge of billing
//! ├─╮
//! │ ● 77aa billing: invoices
//! ● │ 51f0 orders
//! ├─╯
//! ● 1b0c first
//! ```
//!
//! A *lane* is a column in which the way down to one revision is open; however many revisions have that one as a parent,
//! it has one lane, so there are never more lanes than revisions that are waited for. A lane that ends leaves its
//! column to the next one, and lanes move to the left where the gaps become many. Branches are kept together, as
//! `git log --graph` does: without that, a year of work on two branches is a ladder.
//!
//! How to read it, which is also what the tests do: a line of corners belongs to the revision right above it, and its
//! horizontal strokes lead from that revision to its parents (`├` and `┼` join a lane, `╮` opens one, `╯` ends one); a
//! stroke that meets a plain `│` passes below it. A dashed stroke is a dependency.

mod lanes;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use anstyle::{AnsiColor, Style};

use lanes::{Gap, GraphLine, Lanes, Shape};

/// A revision to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct GraphRow<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its parents. Those that are not among the rows are not drawn.
    pub down: Vec<&'a str>,
    /// What it depends on, likewise.
    pub depends_on: Vec<&'a str>,
    /// What stands beside it: a line, or several.
    pub text: String,
    /// Whether the database is at it.
    pub current: bool,
}

/// What the strokes are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LineCharacters {
    /// Box characters.
    #[default]
    Unicode,
    /// Characters that every terminal has.
    Ascii,
}

impl LineCharacters {
    /// What the terminal can show, by the environment: `LC_ALL`, `LC_CTYPE` or `LANG`, the first that is set, names
    /// UTF-8, and `TERM` is not `dumb`.
    pub(crate) fn of_environment(variable: impl Fn(&str) -> Option<String>) -> LineCharacters {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_ascii_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows);
        if utf8 && set("TERM").is_none_or(|term| term != "dumb") {
            LineCharacters::Unicode
        } else {
            LineCharacters::Ascii
        }
    }
}

/// How a graph is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct GraphStyle {
    /// What the strokes are made of.
    pub strokes: LineCharacters,
    /// Whether lanes have colours.
    pub styled: bool,
}

/// The rows, newest first, with the graph beside them: the lines, without line ends.
pub(crate) fn draw(rows: &[GraphRow<'_>], look: GraphStyle) -> Vec<String> {
    let edges = edges(rows);
    let mut lanes = Lanes::default();
    let mut drawn = Vec::with_capacity(rows.len() * 2);
    for index in order(&edges) {
        let (Some(row), Some(edges)) = (rows.get(index), edges.get(index)) else { continue };
        let placed = lanes.place(index, edges, row.current);
        if placed.apart {
            drawn.push(String::new());
        }
        let texts: Vec<&str> = row.text.lines().collect();
        let width = placed.lines.iter().map(GraphLine::width).max().unwrap_or_default();
        let rest = lanes.straight();
        for at in 0..placed.lines.len().max(texts.len()) {
            let line = placed.lines.get(at).unwrap_or(&rest);
            drawn.push(finish(line, width, texts.get(at).copied().unwrap_or_default(), look));
        }
    }
    drawn
}

/// An edge down to another row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    /// The row.
    to: usize,
    /// Whether it is a parent; else it is a dependency.
    parent: bool,
}

/// The edges of each row to rows that are there, parents first, each other row once.
fn edges(rows: &[GraphRow<'_>]) -> Vec<Vec<Edge>> {
    let places: HashMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    let of = |row: &GraphRow<'_>| {
        let mut edges: Vec<Edge> = Vec::with_capacity(row.down.len());
        let named = row.down.iter().map(|id| (id, true)).chain(row.depends_on.iter().map(|id| (id, false)));
        for (id, parent) in named {
            if let Some(to) = places.get(id).copied()
                && !edges.iter().any(|edge| edge.to == to)
            {
                edges.push(Edge { to, parent });
            }
        }
        edges
    };
    rows.iter().map(of).collect()
}

/// The order that the rows are drawn in: each before what it depends on, a branch to its end before the next one, and
/// the first parent of a merge after the others, so that it goes on in the merge's lane.
fn order(edges: &[Vec<Edge>]) -> Vec<usize> {
    let mut waiting = vec![0usize; edges.len()];
    for edge in edges.iter().flatten() {
        if let Some(count) = waiting.get_mut(edge.to) {
            *count += 1;
        }
    }
    // A stack: the newest tip is on top.
    let mut open: Vec<usize> = (0..edges.len()).rev().filter(|at| waiting.get(*at) == Some(&0)).collect();
    let mut order = Vec::with_capacity(edges.len());
    while let Some(at) = open.pop() {
        order.push(at);
        for edge in edges.get(at).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(edge.to) {
                *count -= 1;
                if *count == 0 {
                    open.push(edge.to);
                }
            }
        }
    }
    order
}

/// The colours of lanes, one after another.
const COLOURS: [AnsiColor; 6] =
    [AnsiColor::Green, AnsiColor::Blue, AnsiColor::Magenta, AnsiColor::Cyan, AnsiColor::Yellow, AnsiColor::Red];

/// A line with its text; `width` is that of the widest line of the row, in cells.
fn finish(line: &GraphLine, width: usize, text: &str, look: GraphStyle) -> String {
    let mut drawn = String::new();
    let mut open: Option<Style> = None;
    let mut put = |drawn: &mut String, stroke: char, style: Option<Style>| {
        if look.styled && style != open && stroke != ' ' {
            if let Some(before) = open {
                drawn.push_str(&before.render_reset().to_string());
            }
            if let Some(style) = style {
                drawn.push_str(&style.render().to_string());
            }
            open = style;
        }
        drawn.push(stroke);
    };
    let ends = if text.is_empty() { line.width() } else { width };
    for at in 0..ends {
        let cell = line.cell(at);
        let of_shape = style(cell.shape.is_faint(), cell.colour).filter(|_| cell.shape != Shape::Empty);
        put(&mut drawn, glyph(&cell.shape, look.strokes), of_shape);
        let faint = matches!(cell.gap, Some(Gap { faint: true, .. }));
        match cell.gap {
            Some(gap) => put(&mut drawn, horizontal(faint, look.strokes), style(faint, gap.colour)),
            None if at + 1 < ends => put(&mut drawn, ' ', None),
            None => {}
        }
    }
    if let Some(open) = open.filter(|_| look.styled) {
        drawn.push_str(&open.render_reset().to_string());
    }
    if !text.is_empty() {
        drawn.push(' ');
        drawn.push_str(text);
    }
    drawn
}

fn style(faint: bool, colour: usize) -> Option<Style> {
    let style = COLOURS.get(colour % COLOURS.len()).map_or_else(Style::new, |colour| colour.on_default());
    Some(if faint { style.dimmed() } else { style })
}

/// The strokes of a shape.
fn glyph(shape: &Shape, strokes: LineCharacters) -> char {
    let ascii = strokes == LineCharacters::Ascii;
    match *shape {
        Shape::Empty => ' ',
        Shape::Node { current: false } => {
            if ascii {
                '*'
            } else {
                '●'
            }
        }
        Shape::Node { current: true } => {
            if ascii {
                '@'
            } else {
                '◉'
            }
        }
        Shape::Lane { faint: false } => {
            if ascii {
                '|'
            } else {
                '│'
            }
        }
        Shape::Lane { faint: true } => {
            if ascii {
                ':'
            } else {
                '┆'
            }
        }
        Shape::Across { faint } => horizontal(faint, strokes),
        Shape::Corner { up, down, left, right, .. } if ascii => match (up, down, left, right) {
            (true, false, true, false) => '\'',
            (true, false, false, true) => '`',
            (false, true, true, false) | (false, true, false, true) => '.',
            _ => '+',
        },
        Shape::Corner { up, down, left, right, .. } => match (up, down, left, right) {
            (true, false, true, false) => '╯',
            (true, false, false, true) => '╰',
            (false, true, true, false) => '╮',
            (false, true, false, true) => '╭',
            (true, true, true, false) => '┤',
            (true, true, false, true) => '├',
            (true, false, true, true) => '┴',
            (false, true, true, true) => '┬',
            _ => '┼',
        },
    }
}

fn horizontal(faint: bool, strokes: LineCharacters) -> char {
    match (strokes, faint) {
        (LineCharacters::Unicode, false) => '─',
        (LineCharacters::Unicode, true) => '┄',
        (LineCharacters::Ascii, false) => '-',
        (LineCharacters::Ascii, true) => '~',
    }
}
