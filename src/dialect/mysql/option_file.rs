//! MySQL's option files: `[client]` of `~/.my.cnf`, or of the file that the URL names, says what the URL does not.
//!
//! <https://dev.mysql.com/doc/refman/8.4/en/option-files.html>

use std::io::ErrorKind;
use std::path::PathBuf;

use url::Url;

/// The parameters of a URL that name the file; Python's drivers have the second one.
const PARAMETERS: [&str; 2] = ["defaults-file", "read-default-file"];

/// The groups that are read: MariaDB's clients read the others, too.
const GROUPS: [&str; 3] = ["client", "client-server", "client-mariadb"];

/// What a file says, the last of each name.
#[derive(Debug, Default)]
pub(super) struct ClientOptions(Vec<(String, String)>);

impl ClientOptions {
    /// Those for a connection.
    ///
    /// # Errors
    /// The reason, in words, why the file cannot be read.
    pub(super) fn for_url(url: &Url) -> Result<Self, String> {
        let named = url.query_pairs().find(|(key, _)| is_parameter(key)).map(|(_, path)| path.into_owned());
        let home = std::env::home_dir();
        let file = match &named {
            Some(path) => match (path.strip_prefix("~/"), &home) {
                (Some(inside), Some(home)) => home.join(inside),
                _ => PathBuf::from(path),
            },
            None => match home {
                Some(home) => home.join(".my.cnf"),
                None => return Ok(Self::default()),
            },
        };
        match std::fs::read_to_string(&file) {
            Err(why) if why.kind() == ErrorKind::NotFound && named.is_none() => Ok(Self::default()),
            text => text.map(|text| Self::of(&text)).map_err(|why| format!("cannot read {}: {why}", file.display())),
        }
    }

    /// The options of the groups in a file's text. What it includes is not read.
    fn of(text: &str) -> Self {
        let mut options = Vec::new();
        let mut ours = false;
        for line in text.lines().map(str::trim) {
            if let Some(group) = line.strip_prefix('[') {
                ours = group.split(']').next().is_some_and(|group| GROUPS.contains(&group));
            } else if ours && !line.is_empty() && !line.starts_with(['#', ';', '!']) {
                let (name, value) = line.split_once('=').unwrap_or((line, ""));
                options.push((name.trim().to_ascii_lowercase().replace('_', "-"), unquoted(value.trim())));
            }
        }
        ClientOptions(options)
    }

    /// The value of an option that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// What it says of TLS, as parameters of a URL.
    pub(super) fn tls(&self) -> impl Iterator<Item = (&str, &str)> {
        const ON: [&str; 4] = ["", "1", "on", "true"];
        let is_on = |name: &str| {
            self.0.iter().rev().find(|(key, _)| key == name).is_some_and(|(_, value)| ON.contains(&value.as_str()))
        };
        let mode = if is_on("ssl-verify-server-cert") {
            Some("verify-identity")
        } else {
            self.get("ssl-mode").or_else(|| is_on("ssl").then_some("required"))
        };
        let files = ["ssl-ca", "ssl-cert", "ssl-key"].into_iter().filter_map(|name| Some((name, self.get(name)?)));
        mode.map(|mode| ("ssl-mode", mode)).into_iter().chain(files)
    }
}

/// Whether a URL's parameter names the file.
pub(super) fn is_parameter(key: &str) -> bool {
    PARAMETERS.contains(&key.to_ascii_lowercase().replace('_', "-").as_str())
}

/// A value without its quotes, or up to the comment behind it, its escapes read.
fn unquoted(value: &str) -> String {
    let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.rsplit_once(quote));
    let text = quoted.map_or_else(|| value.split(" #").next().unwrap_or_default().trim_end(), |(inside, _)| inside);
    let mut read = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            read.push(character);
            continue;
        }
        match characters.next() {
            Some('b') => read.push('\u{8}'),
            Some('t') => read.push('\t'),
            Some('n') => read.push('\n'),
            Some('r') => read.push('\r'),
            Some('s') => read.push(' '),
            Some(other @ ('\\' | '"' | '\'')) => read.push(other),
            other => {
                read.push('\\');
                read.extend(other);
            }
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_of_a_client() {
        let options = ClientOptions::of(
            "user=nobody\n[mysqld]\nport=1\n[client]\n# a comment\nuser = u\npassword = \"a#b \\\"c\\\\\" # said\n\
             ssl_ca=/ca.pem # behind\n!include /etc/x\n[mysqldump]\nuser=v\n[client-mariadb]\nport=3307\nssl-verify-server-cert\n",
        );
        assert_eq!(options.get("user"), Some("u"));
        assert_eq!(options.get("password"), Some("a#b \"c\\"));
        assert_eq!(options.get("port"), Some("3307"));
        assert_eq!(options.get("socket"), None);
        let tls: Vec<_> = options.tls().collect();
        assert_eq!(tls, [("ssl-mode", "verify-identity"), ("ssl-ca", "/ca.pem")]);
    }

    #[test]
    fn escapes() {
        for (written, read) in
            [("a\\sb", "a b"), ("'a b'", "a b"), ("C:\\dir", "C:\\dir"), ("\"\"", ""), ("x#y", "x#y"), ("a\\", "a\\")]
        {
            assert_eq!(unquoted(written), read, "{written}");
        }
    }
}
