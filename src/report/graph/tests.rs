use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// Rows from `id:parent,parent+dependency,dependency`, newest first.
fn rows(text: &str) -> Vec<GraphRow<'_>> {
    fn list(names: &str) -> Vec<&str> {
        names.split(',').filter(|name| !name.is_empty()).collect()
    }
    let row = |word| {
        let (rest, needs) = str::split_once(word, '+').unwrap_or((word, ""));
        let (id, down) = rest.split_once(':').unwrap_or((rest, ""));
        GraphRow { id, down: list(down), depends_on: list(needs), text: id.to_owned(), current: false }
    };
    text.split_whitespace().map(row).collect()
}

fn drawn(text: &str) -> String {
    draw(&rows(text), GraphStyle::default()).join("\n")
}

fn ascii(text: &str) -> String {
    draw(&rows(text), GraphStyle { strokes: LineCharacters::Ascii, styled: false }).join("\n")
}

#[test]
fn a_chain_is_a_plain_column() {
    assert_eq!(drawn("c:b b:a a"), "● c\n● b\n● a");
    assert_eq!(ascii("c:b b:a a"), "* c\n* b\n* a");
    assert_eq!(drawn(""), "");
}

#[test]
fn a_branch_and_its_merge() {
    assert_eq!(
        drawn("f:e e:d1,d2 d2:c2 d1:c1 c2:b c1:b b:a a"),
        "\
● f
●   e
├─╮
│ ● d2
│ ● c2
● │ d1
● │ c1
├─╯
● b
● a"
    );
    assert_eq!(
        ascii("f:e e:d1,d2 d2:c2 d1:c1 c2:b c1:b b:a a"),
        "\
* f
*   e
+-.
| * d2
| * c2
* | d1
* | c1
+-'
* b
* a"
    );
}

#[test]
fn several_heads_share_the_lane_of_their_parent() {
    assert_eq!(
        drawn("e:a d:a c:a b:a a"),
        "\
● e
│ ● d
├─╯
│ ● c
├─╯
│ ● b
├─╯
● a"
    );
}

#[test]
fn a_merge_of_many() {
    assert_eq!(
        drawn("m:a,b,c c:x b:x a:x x"),
        "\
●     m
├─┬─╮
│ │ ● c
│ ● │ b
│ ├─╯
● │ a
├─╯
● x"
    );
}

#[test]
fn a_stroke_that_meets_a_lane_passes_below_it() {
    assert_eq!(
        drawn("h:a,b,c c:a b:y a:x y:x x"),
        "\
●     h
├─┬─╮
│ │ ● c
├─│─╯
● │ a
│ ● b
│ ● y
├─╯
● x"
    );
}

#[test]
fn dependencies_are_dashed() {
    assert_eq!(
        drawn("b2:b1+a1 a2:a1 b1 a1"),
        "\
●   b2
├┄╮
● ┆ b1
╭┄╯
┆ ● a2
├─╯
● a1"
    );
    assert_eq!(
        ascii("b2:b1+a1 a2:a1 b1 a1"),
        "\
*   b2
+~.
* : b1
.~'
: * a2
+-'
* a1"
    );
}

#[test]
fn chains_that_have_nothing_in_common_stand_apart() {
    assert_eq!(drawn("b2:b1 a2:a1 b1 a1"), "● b2\n● b1\n\n● a2\n● a1");
}

#[test]
fn what_is_not_shown_is_not_drawn() {
    assert_eq!(drawn("c:b b:a"), "● c\n● b");
    assert_eq!(drawn("m:b,z b:a"), "● m\n● b");
}

#[test]
fn further_lines_stand_beside_the_strokes() {
    let mut rows = rows("m:a,b b:x a:x x");
    rows[0].text = "m\n  path: m.sql\n  labels: l".to_owned();
    rows[1].current = true;
    rows[3].text = "x\n  path: x.sql".to_owned();
    let look = GraphStyle { strokes: LineCharacters::Unicode, styled: false };
    assert_eq!(
        draw(&rows, look).join("\n"),
        "\
●   m
├─╮   path: m.sql
│ │   labels: l
│ ◉ b
● │ a
├─╯
● x
    path: x.sql"
    );
}

#[test]
fn lanes_have_colours_that_end() {
    let look = GraphStyle { strokes: LineCharacters::Unicode, styled: true };
    let lines = draw(&rows("b:a+c c a"), look);
    assert!(lines.iter().any(|line| line.contains("\u{1b}[2m")), "{lines:?}");
    let plain = draw(&rows("b:a+c c a"), GraphStyle { styled: false, ..look });
    for (line, plain) in lines.iter().zip(&plain) {
        assert_eq!(&anstream::adapter::strip_str(line).to_string(), plain);
        assert!(line.rfind("\u{1b}[0m") >= line.rfind("\u{1b}[3"), "{line:?}");
    }
}

#[test]
fn the_environment_tells_what_can_be_shown() {
    let of = |pairs: &[(&str, &str)]| {
        LineCharacters::of_environment(|name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, to)| to.to_string())
        })
    };
    assert_eq!(of(&[("LANG", "de_DE.UTF-8")]), LineCharacters::Unicode);
    assert_eq!(of(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]), LineCharacters::Unicode);
    assert_eq!(of(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]), LineCharacters::Ascii);
    assert_eq!(of(&[("LC_ALL", ""), ("LANG", "en_GB.UTF-8")]), LineCharacters::Unicode);
    assert_eq!(of(&[("TERM", "dumb"), ("LANG", "en_GB.UTF-8")]), LineCharacters::Ascii);
    assert_eq!(of(&[]), if cfg!(windows) { LineCharacters::Unicode } else { LineCharacters::Ascii });
}

#[test]
fn a_year_of_work_stays_narrow() {
    // 500 revisions: two long branches that grow by turns, short ones that are merged back, a second base.
    let mut revisions: Vec<(String, Vec<String>)> = Vec::new();
    let mut tips: Vec<Option<String>> = vec![None; 3];
    let mut waiting: Option<String> = None;
    for n in 0..500 {
        let branch = [0, 0, 1, 0, 2, 1, 0][n % 7];
        let id = format!("r{n}");
        let mut down: Vec<String> = tips[branch].iter().cloned().collect();
        match (n % 11, &waiting) {
            (3, None) => {
                waiting = Some(id.clone());
                revisions.push((id, down));
                continue;
            }
            (9, Some(side)) => {
                down.push(side.clone());
                waiting = None;
            }
            _ => {}
        }
        tips[branch] = Some(id.clone());
        revisions.push((id, down));
    }
    let text: Vec<String> = revisions.iter().rev().map(|(id, down)| format!("{id}:{}", down.join(","))).collect();
    let text = text.join(" ");
    let lines = draw(&rows(&text), GraphStyle::default());
    let widest = lines.iter().map(|line| line.chars().take_while(|c| *c != 'r').count()).max();
    assert!(widest <= Some(16), "{widest:?}\n{}", lines.join("\n"));
    assert!(lines.len() <= 900, "{}", lines.len());
    assert_eq!(read(&lines), wanted(&rows(&text)));
}

/// Reads the edges back out of a drawing, by the rule that the module tells.
fn read(lines: &[String]) -> BTreeSet<(String, String)> {
    let mut edges = BTreeSet::new();
    // The revisions from which a way leads down in each column, counted in characters.
    let mut ways: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut above: Option<(usize, String)> = None;
    for line in lines {
        let (cells, id): (Vec<char>, String) = match line.find(char::is_alphanumeric) {
            Some(start) => (line[..start].chars().collect(), line[start..].to_string()),
            None => (line.chars().collect(), String::new()),
        };
        let at = |column: usize| cells.get(column).copied().unwrap_or(' ');
        // Nothing leads on from a base.
        if let Some((column, _)) = above.as_ref().filter(|(column, _)| !"│┆╯╰┤├┴┼●◉".contains(at(*column)))
        {
            ways.remove(column);
        }
        if let Some(column) = cells.iter().position(|c| matches!(c, '●' | '◉' | '*' | '@')) {
            for other in ways.remove(&column).unwrap_or_default() {
                edges.insert((other, id.clone()));
            }
            for open in ways.keys() {
                assert!(matches!(at(*open), '│' | '┆'), "a lane is cut at {open} of `{line}`\n{}", lines.join("\n"));
            }
            for (other, stroke) in cells.iter().enumerate() {
                let known = other == column || ways.contains_key(&other) || *stroke == ' ';
                assert!(known, "a lane from nowhere at {other} of `{line}`\n{}", lines.join("\n"));
            }
            ways.insert(column, [id.clone()].into());
            above = Some((column, id));
            continue;
        }
        let left = |c: char| "─┄╯╮┤┴┬┼".contains(c);
        let right = |c: char| "─┄╰╭├┴┬┼".contains(c);
        let up = |c: char| "│┆╯╰┤├┴┼".contains(c);
        let down = |c: char| "│┆╮╭┤├┬┼".contains(c);
        let passes = |column: usize| {
            matches!(at(column), '│' | '┆') && column > 0 && right(at(column - 1)) && left(at(column + 1))
        };
        let mut next: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for column in (0..cells.len()).filter(|column| matches!(at(*column), '│' | '┆')) {
            let way = ways.get(&column).unwrap_or_else(|| panic!("a stroke from nowhere in `{line}`"));
            next.insert(column, way.clone());
        }
        let mut column = 0;
        while column < cells.len() {
            if !right(at(column)) || left(at(column)) {
                column += 1;
                continue;
            }
            let mut corners = vec![column];
            let mut end = column + 1;
            loop {
                assert!(left(at(end)) || passes(end), "a stroke ends in nothing in `{line}`\n{}", lines.join("\n"));
                if !passes(end) && !matches!(at(end), '─' | '┄') {
                    corners.push(end);
                    if !right(at(end)) {
                        break;
                    }
                }
                end += 1;
            }
            let source = above.as_ref().filter(|(from, _)| corners.contains(from));
            for corner in &corners {
                let here = ways.get(corner).cloned().unwrap_or_default();
                assert_eq!(!here.is_empty(), up(at(*corner)), "at {corner} of `{line}`\n{}", lines.join("\n"));
                if !down(at(*corner)) {
                    continue;
                }
                let way = next.entry(*corner).or_default();
                way.extend(here);
                // What leads to here: the revision above, and lanes that end on this line.
                if let Some((from, id)) = source {
                    if from == corner {
                        let ends = corners.iter().filter(|other| *other != from && !down(at(**other)));
                        way.extend(ends.filter_map(|other| ways.get(other)).flatten().cloned());
                    } else {
                        way.insert(id.clone());
                    }
                } else {
                    let ends = corners.iter().filter(|other| !down(at(**other)));
                    way.extend(ends.filter_map(|other| ways.get(other)).flatten().cloned());
                }
            }
            column = end + 1;
        }
        ways = next;
        above = None;
    }
    edges
}

/// The edges between the rows.
fn wanted(rows: &[GraphRow<'_>]) -> BTreeSet<(String, String)> {
    let shown: BTreeSet<&str> = rows.iter().map(|row| row.id).collect();
    let of = |row: &GraphRow<'_>| -> Vec<(String, String)> {
        let ids = row.down.iter().chain(&row.depends_on).filter(|id| shown.contains(*id));
        ids.map(|id| (row.id.to_owned(), id.to_string())).collect()
    };
    rows.iter().flat_map(of).collect()
}

proptest! {
    #[test]
    fn every_edge_is_connected_and_no_other(
        shape in prop::collection::vec((prop::collection::vec(0..12usize, 0..4), prop::collection::vec(0..20usize, 0..2)), 1..60),
    ) {
        let text: Vec<String> = shape.iter().enumerate().map(|(n, (down, needs))| {
            let near = |back: &Vec<usize>| -> Vec<String> {
                back.iter().filter(|back| **back < n).map(|back| format!("r{}", n - 1 - back)).collect()
            };
            format!("r{n}:{}+{}", near(down).join(","), near(needs).join(","))
        }).collect();
        let text = text.iter().rev().cloned().collect::<Vec<_>>().join(" ");
        let rows = rows(&text);
        let lines = draw(&rows, GraphStyle::default());
        prop_assert_eq!(read(&lines), wanted(&rows), "{}\n{}", text, lines.join("\n"));
        let ascii = draw(&rows, GraphStyle { strokes: LineCharacters::Ascii, styled: false });
        prop_assert!(ascii.iter().all(|line| line.is_ascii()));
        prop_assert_eq!(ascii.len(), lines.len());
        prop_assert!(lines.iter().all(|line| !line.ends_with(' ')));
    }
}
