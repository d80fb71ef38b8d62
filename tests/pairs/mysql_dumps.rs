//! The facts of a dump of MySQL or MariaDB: whatever the order of columns, two databases with the same schema have the same.

use std::collections::BTreeSet;

/// The statements of a dump, each line of a CREATE TABLE a fact of its own; `database` is the name of the database, which says
/// nothing of the schema.
pub(crate) fn facts(dump: &str, database: &str) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let mut triggers: Vec<(String, Vec<String>)> = vec![];
    // What a trigger or a routine was created with, and is run with.
    let mut mode = String::new();
    for statement in statements(&unprefixed(&dump.replace(&format!("`{database}`."), ""))) {
        let bare = uncommented(&statement);
        if let Some(rest) = bare.strip_prefix("CREATE TABLE ").filter(|rest| rest.contains(" (\n")) {
            facts.extend(table(rest));
        } else if let Some(set) = bare.strip_prefix("SET ") {
            if set.starts_with("sql_mode") && !set.contains("@saved") {
                set.split_once('=').map_or("", |(_, mode)| mode.trim()).clone_into(&mut mode);
            }
        } else if is_body(&bare) {
            let text = bare.split_whitespace().collect::<Vec<_>>().join(" ");
            if let Some((name, group)) = trigger(&bare) {
                match triggers.iter_mut().find(|(one, _)| *one == group) {
                    Some((_, names)) => names.push(name),
                    None => triggers.push((group, vec![name])),
                }
            }
            let text = unquoted_head(&text);
            // The dump says the order of triggers by the order of its statements.
            let text = unfollowed(&text);
            facts.insert(format!("{text} [{mode}]"));
        } else if !bare.is_empty() && !noise(&bare) {
            facts.insert(bare);
        }
    }
    for (group, names) in triggers.into_iter().filter(|(_, names)| names.len() > 1) {
        facts.insert(format!("triggers {group}: {}", names.join(", ")));
    }
    facts
}

/// Without the character sets before strings (`_latin1'a'`): MySQL writes those of a check anew when a column changes its
/// character set, and leaves them when it changes back.
fn unprefixed(dump: &str) -> String {
    dump.replace("_latin1'", "'").replace("_utf8mb4'", "'")
}

/// What a dump says beside the schema.
fn noise(statement: &str) -> bool {
    ["USE ", "LOCK ", "UNLOCK ", "ALTER DATABASE", "DROP ", "SELECT setval", "DO SETVAL", "CHANGE "]
        .iter()
        .any(|word| statement.starts_with(word))
        // A view stands there twice, first as a table of its columns.
        || (statement.contains("VIEW") && statement.contains(" AS SELECT\n"))
        || (statement.contains("VIEW") && statement.contains(" 1 AS `"))
}

/// A trigger without the one that it was said to follow.
fn unfollowed(text: &str) -> String {
    for word in [" FOR EACH ROW FOLLOWS ", " FOR EACH ROW PRECEDES "] {
        if let Some((before, after)) = text.split_once(word) {
            let rest =
                quoted(after).map_or_else(|| after.split_once(' ').map_or("", |(_, rest)| rest), |(_, rest)| rest);
            return format!("{before} FOR EACH ROW {}", rest.trim_start());
        }
    }
    text.to_owned()
}

/// A trigger is kept as it was written, its name with quotes or without.
fn unquoted_head(text: &str) -> String {
    let head = text.find("FOR EACH ROW").filter(|_| text.contains("TRIGGER ")).unwrap_or(0);
    let words = text[..head].split(' ').map(|word| {
        let bare = word.trim_matches('`');
        let plain = bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if plain && !word.starts_with("DEFINER") { bare } else { word }
    });
    words.collect::<Vec<_>>().join(" ") + &text[head..]
}

fn is_body(statement: &str) -> bool {
    let words = ["PROCEDURE ", "FUNCTION ", "TRIGGER ", "EVENT "];
    let head: String = statement.chars().take(200).collect();
    statement.starts_with("CREATE ") && words.iter().any(|word| head.contains(word)) && !head.contains(" VIEW ")
}

/// The name of a trigger, and its table, time and event.
fn trigger(statement: &str) -> Option<(String, String)> {
    let (_, rest) = statement.split_once("TRIGGER ")?;
    let (name, rest) = quoted(rest)?;
    let (group, _) = rest.split_once(" FOR EACH ROW")?;
    Some((name, group.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// The name in backticks at the start, and what comes after it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inner = text.trim_start().strip_prefix('`')?;
    let mut end = 0;
    loop {
        end += inner[end..].find('`')?;
        if !inner[end + 1..].starts_with('`') {
            return Some((inner[..end].to_owned(), &inner[end + 1..]));
        }
        end += 2;
    }
}

/// The statements of a dump, by its DELIMITER lines.
fn statements(dump: &str) -> Vec<String> {
    let mut found = vec![];
    let mut delimiter = ";".to_owned();
    let mut text = String::new();
    for line in dump.lines() {
        if let Some(word) = line.strip_prefix("DELIMITER ") {
            word.trim().clone_into(&mut delimiter);
            continue;
        }
        if text.is_empty() && line.trim().is_empty() {
            continue;
        }
        text.push_str(line);
        if let Some(statement) = text.trim_end().strip_suffix(delimiter.as_str()) {
            found.push(statement.trim().to_owned());
            text.clear();
        } else {
            text.push('\n');
        }
    }
    if !text.trim().is_empty() {
        found.push(text.trim().to_owned());
    }
    found
}

/// A statement without the comments that only some servers read, and without whose it is.
fn uncommented(statement: &str) -> String {
    let mut out = String::new();
    let mut rest = statement;
    let mut quote: Option<char> = None;
    let mut within = false;
    while let Some(c) = rest.chars().next() {
        let version = |text: &str| text.len() - text.trim_start_matches(|c: char| c == 'M' || c.is_ascii_digit()).len();
        match quote {
            Some('\'') if c == '\\' => {
                let pair = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
                out.push_str(&rest[..pair]);
                rest = &rest[pair..];
                continue;
            }
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if rest.starts_with("/*!") => {
                rest = &rest[3..];
                rest = rest[version(rest)..].trim_start();
                within = true;
                continue;
            }
            None if within && rest.starts_with("*/") => {
                rest = rest[2..].trim_start_matches('\n');
                within = false;
                continue;
            }
            None if rest.starts_with("-- ") || c == '#' || rest.starts_with("/*") => {
                let end = if rest.starts_with("/*") { "*/" } else { "\n" };
                let end = rest.find(end).map_or(rest.len(), |at| at + end.len());
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            None if c == '\'' || c == '`' || c == '"' => quote = Some(c),
            None => {}
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out.trim().trim_end_matches(';').trim().to_owned()
}

/// The facts of a table: each of its lines, and the last, which has its options.
fn table(rest: &str) -> Vec<String> {
    let Some((name, body)) = rest.split_once(" (\n") else { return vec![] };
    let (items, options) = body.split_once("\n)").unwrap_or((body, ""));
    let mut facts = vec![format!("table {name}: {}", without_counter(options))];
    facts.extend(items.lines().map(|line| format!("table {name}: {}", item(line.trim().trim_end_matches(',')))));
    facts
}

/// A line of a table. MySQL remembers whether somebody said a character set, which the collation says anyway.
fn item(line: &str) -> String {
    match line.split_once(" CHARACTER SET ") {
        Some((before, after)) if after.split_once(' ').is_some_and(|(_, rest)| rest.starts_with("COLLATE ")) => {
            format!("{before} {}", after.split_once(' ').map_or("", |(_, rest)| rest))
        }
        _ => line.to_owned(),
    }
}

fn without_counter(options: &str) -> String {
    match options.split_once(" AUTO_INCREMENT=") {
        Some((before, after)) => format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit())),
        None => options.to_owned(),
    }
}

/// What is in two dumps in the same words, in another order and with other counters, is the same.
#[test]
fn facts_are_the_same_in_any_order() {
    let one = "/*!40101 SET character_set_client = utf8mb4 */;\nCREATE TABLE `t` (\n  `a` int(11) NOT NULL,\n  `b` text DEFAULT 'x, y;',\n\
               \x20 PRIMARY KEY (`a`)\n) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=latin1;\nDELIMITER ;;\n\
               /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `x` BEFORE INSERT ON `t` FOR EACH ROW SET @a = ';' */;;\n\
               DELIMITER ;\n/*!50001 CREATE VIEW `v` AS SELECT\n 1 AS `a` */;\n";
    let two = one.replace(
        "  `a` int(11) NOT NULL,\n  `b` text DEFAULT 'x, y;',\n",
        "  `b` text DEFAULT 'x, y;',\n  `a` int(11) NOT NULL,\n",
    );
    let (one, two) = (facts(one, "d"), facts(&two.replace("=4", "=9"), "d"));
    assert_eq!(one, two);
    assert_eq!(one.len(), 5, "{one:#?}");
    assert!(one.iter().any(|fact| fact.starts_with("CREATE DEFINER=`root`@`localhost` TRIGGER x ")), "{one:#?}");
}
