//! Which way down stands in which column, and what is drawn where that changes.

use super::Edge;

/// The way down to one revision.
#[derive(Debug, Clone, Copy)]
struct Lane {
    /// The revision.
    target: usize,
    /// Whether one of those above it is its child; else they only depend on it.
    parent: bool,
    colour: usize,
}

/// What is drawn in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shape {
    /// Nothing.
    #[default]
    Empty,
    /// A revision.
    Node {
        /// Whether the database is at it.
        current: bool,
    },
    /// A way down.
    Lane {
        /// Whether it is that of a dependency.
        faint: bool,
    },
    /// A stroke from left to right.
    Across {
        /// Whether it is that of a dependency.
        faint: bool,
    },
    /// Strokes that meet.
    Corner {
        up: bool,
        down: bool,
        left: bool,
        right: bool,
        /// Whether they are those of a dependency.
        faint: bool,
    },
}

impl Shape {
    /// Whether it is the stroke of a dependency.
    pub(super) fn is_faint(self) -> bool {
        match self {
            Shape::Empty | Shape::Node { .. } => false,
            Shape::Lane { faint } | Shape::Across { faint } | Shape::Corner { faint, .. } => faint,
        }
    }
}

/// The stroke from a cell to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// Whether it is that of a dependency.
    pub(super) faint: bool,
    pub(super) colour: usize,
}

/// One column of one line, and what leads from it to the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    pub(super) shape: Shape,
    pub(super) colour: usize,
    pub(super) gap: Option<Gap>,
}

/// One line, a cell a column.
#[derive(Debug, Clone, Default)]
pub(super) struct GraphLine(Vec<Cell>);

impl GraphLine {
    /// How many cells it has, up to the last one that is not empty.
    pub(super) fn width(&self) -> usize {
        self.0.iter().rposition(|cell| cell.shape != Shape::Empty).map_or(0, |last| last + 1)
    }

    /// The cell of a column; an empty one beyond the end.
    pub(super) fn cell(&self, column: usize) -> Cell {
        self.0.get(column).copied().unwrap_or_default()
    }

    fn at(&mut self, column: usize) -> &mut Cell {
        if column >= self.0.len() {
            self.0.resize(column + 1, Cell::default());
        }
        &mut self.0[column]
    }
}

/// What one revision adds to the drawing.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// Its line, and those that lead on from it.
    pub(super) lines: Vec<GraphLine>,
    /// Whether an empty line stands before it: it has nothing to do with the revision above it, and nothing else shows.
    pub(super) apart: bool,
}

/// From the revision just drawn to one that it depends on, unless straight down.
struct Link {
    column: usize,
    /// Whether a lane comes from above.
    up: bool,
    /// Whether the lane goes on below.
    down: bool,
    parent: bool,
    colour: usize,
}

/// The columns.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    columns: Vec<Option<Lane>>,
    colours: usize,
    begun: bool,
    /// The column of the revision above, if its line was the last one and nothing leads on from it: another one right
    /// below it would look like its parent.
    ended: Option<usize>,
}

impl Lanes {
    /// Draws a revision and what leads on from it.
    pub(super) fn place(&mut self, index: usize, edges: &[Edge], current: bool) -> Placed {
        let waited_for = self.column_of(index);
        let apart = waited_for.is_none() && self.begun && self.columns.iter().all(Option::is_none);
        if apart {
            self.ended = None;
        }
        let column = waited_for.unwrap_or_else(|| self.column_for_head(edges));
        let colour = self.take(column).map_or_else(|| self.next_colour(), |lane| lane.colour);
        self.begun = true;

        let mut first = self.straight();
        *first.at(column) = Cell { shape: Shape::Node { current }, colour, gap: None };
        let mut lines = vec![first];
        let links = self.lead_on(column, colour, edges);
        if !links.is_empty() {
            lines.push(self.linked(column, colour, &links));
        }
        lines.extend(self.gather());
        self.ended = (lines.len() == 1 && edges.is_empty()).then_some(column);
        Placed { lines, apart }
    }

    /// A line on which nothing happens.
    pub(super) fn straight(&self) -> GraphLine {
        let cell = |lane: &Option<Lane>| {
            lane.map_or_else(Cell::default, |lane| Cell {
                shape: Shape::Lane { faint: !lane.parent },
                colour: lane.colour,
                gap: None,
            })
        };
        GraphLine(self.columns.iter().map(cell).collect())
    }

    fn column_of(&self, target: usize) -> Option<usize> {
        self.columns.iter().position(|lane| lane.is_some_and(|lane| lane.target == target))
    }

    fn is_free(&self, column: usize) -> bool {
        self.columns.get(column).is_none_or(Option::is_none)
    }

    fn take(&mut self, column: usize) -> Option<Lane> {
        self.columns.get_mut(column).and_then(Option::take)
    }

    fn put(&mut self, column: usize, lane: Lane) {
        if column >= self.columns.len() {
            self.columns.resize(column + 1, None);
        }
        self.columns[column] = Some(lane);
    }

    fn next_colour(&mut self) -> usize {
        self.colours += 1;
        self.colours - 1
    }

    /// The free column that is nearest to `column`, the right one of two.
    fn free_near(&self, column: usize) -> usize {
        let free = (0..self.columns.len() + 2).filter(|at| self.is_free(*at) && self.ended != Some(*at));
        free.min_by_key(|at| (at.abs_diff(column), *at < column)).unwrap_or(self.columns.len())
    }

    /// Where a revision goes that nothing above leads to: beside its parent's lane, else to the left.
    fn column_for_head(&self, edges: &[Edge]) -> usize {
        let beside = edges.iter().find_map(|edge| self.column_of(edge.to));
        self.free_near(beside.map_or(0, |column| column + 1))
    }

    /// Opens and joins the lanes of what a revision in `column` stands on.
    fn lead_on(&mut self, column: usize, colour: usize, edges: &[Edge]) -> Vec<Link> {
        self.ended = None;
        if let [edge] = edges
            && let Some(there) = self.column_of(edge.to).filter(|there| *there > column)
            && let Some(lane) = self.take(there)
        {
            // What is left of the lane takes the column further to the left.
            self.put(column, Lane { parent: lane.parent || edge.parent, ..lane });
            return vec![Link { column: there, up: true, down: false, parent: lane.parent, colour: lane.colour }];
        }
        let mut links = Vec::new();
        for edge in edges {
            let (target, parent) = (edge.to, edge.parent);
            if let Some(there) = self.column_of(target)
                && let Some(lane) = self.columns.get_mut(there).and_then(Option::as_mut)
            {
                lane.parent |= parent;
                links.push(Link { column: there, up: true, down: true, parent, colour: lane.colour });
            } else if self.is_free(column) {
                self.put(column, Lane { target, parent, colour });
            } else {
                let there = self.free_near(column);
                let colour = self.next_colour();
                self.put(there, Lane { target, parent, colour });
                links.push(Link { column: there, up: false, down: true, parent, colour });
            }
        }
        links
    }

    /// The line that leads from the revision in `column` along `links`.
    fn linked(&self, column: usize, colour: usize, links: &[Link]) -> GraphLine {
        let mut line = self.straight();
        let down = !self.is_free(column);
        let corner = |up, down, left, right, faint| Shape::Corner { up, down, left, right, faint };
        let (mut left, mut right) = (false, false);
        for link in links {
            let before = link.column < column;
            left |= before;
            right |= !before;
            // Whether the stroke goes on to another lane behind this one.
            let on =
                links.iter().any(|other| if before { other.column < link.column } else { other.column > link.column });
            let shape = corner(link.up, link.down, !before || on, before || on, !link.parent);
            let cell = line.at(link.column);
            (cell.shape, cell.colour) = (shape, link.colour);
        }
        let cell = line.at(column);
        (cell.shape, cell.colour) = (corner(true, down, left, right, false), colour);
        let ends = || links.iter().map(|link| link.column).chain([column]);
        let (from, to) = (ends().min().unwrap_or(column), ends().max().unwrap_or(column));
        for at in from..to {
            // The stroke to the right of `at` is that of the nearest lane it leads to, whole where a parent is behind it.
            let behind = || links.iter().filter(|link| if at < column { link.column <= at } else { link.column > at });
            let colour = behind().min_by_key(|link| link.column.abs_diff(at)).map_or(colour, |link| link.colour);
            let gap = Gap { faint: !behind().any(|link| link.parent), colour };
            let cell = line.at(at);
            cell.gap = Some(gap);
            if cell.shape == Shape::Empty {
                (cell.shape, cell.colour) = (Shape::Across { faint: gap.faint }, colour);
            }
        }
        line
    }

    /// Moves lanes to the left where more than a third of the columns are empty: a line, where one is needed.
    fn gather(&mut self) -> Option<GraphLine> {
        let last = self.columns.iter().rposition(Option::is_some);
        self.columns.truncate(last.map_or(0, |last| last + 1));
        let lanes = self.columns.iter().flatten().count();
        if (self.columns.len() - lanes) * 2 <= lanes {
            return None;
        }
        let mut line = GraphLine::default();
        let mut free = 0;
        for from in 0..self.columns.len() {
            let Some(lane) = self.take(from) else { continue };
            let to = free.min(from);
            self.put(to, lane);
            let faint = !lane.parent;
            let corner = |up| Shape::Corner { up, down: !up, left: up, right: !up, faint };
            let cell = |shape, gap| Cell { shape, colour: lane.colour, gap };
            if to == from {
                *line.at(to) = cell(Shape::Lane { faint }, None);
                free = to + 1;
                continue;
            }
            let gap = Some(Gap { faint, colour: lane.colour });
            for at in to + 1..from {
                *line.at(at) = cell(Shape::Across { faint }, gap);
            }
            *line.at(to) = cell(corner(false), gap);
            *line.at(from) = cell(corner(true), None);
            // The next lane must not run along the stroke of this one.
            free = from + 1;
        }
        let last = self.columns.iter().rposition(Option::is_some);
        self.columns.truncate(last.map_or(0, |last| last + 1));
        Some(line)
    }
}
