//! Connection services: `?service=NAME`, or `PGSERVICE`, names a section of a file that says what the URL does not.
//!
//! As for PostgreSQL's own clients: the URL comes before the service, the service before the other variables
//! (<https://www.postgresql.org/docs/current/libpq-pgservice.html>).

use std::collections::HashMap;
use std::env::var_os;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use url::Url;

/// The URL with what its service says, where it has one.
///
/// # Errors
/// The reason, in words: there is no such service, or its file cannot be read.
pub(super) fn resolved(url: Url) -> Result<Url, String> {
    let of_url = url.query_pairs().find(|(key, _)| key == "service").map(|(_, name)| name.into_owned());
    let of_environment = || std::env::var("PGSERVICE").ok();
    let Some(name) = of_url.or_else(of_environment).filter(|name| !name.is_empty()) else { return Ok(url) };
    Ok(completed(url, &find(&name, &files())?))
}

/// The files, the user's own first. Debian's libpq looks for the other one there.
fn files() -> Vec<PathBuf> {
    let own = var_os("PGSERVICEFILE").map(PathBuf::from);
    let own = own.or_else(|| std::env::home_dir().map(|home| home.join(".pg_service.conf")));
    let folder = var_os("PGSYSCONFDIR").map_or_else(|| PathBuf::from("/etc/postgresql-common"), PathBuf::from);
    own.into_iter().chain([folder.join("pg_service.conf")]).collect()
}

/// The settings of a service, of the first file that has it.
fn find(name: &str, files: &[PathBuf]) -> Result<HashMap<String, String>, String> {
    for file in files {
        let text = match std::fs::read_to_string(file) {
            Err(why) if why.kind() == ErrorKind::NotFound => continue,
            text => text.map_err(|why| format!("cannot read {}: {why}", file.display()))?,
        };
        if let Some(found) = section(&text, name).map_err(|line| broken(file, line))? {
            return Ok(found);
        }
    }
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    Err(format!("there is no service `{name}` in {}", files.join(" or ")))
}

/// The line is not shown: it may hold a password.
fn broken(file: &Path, line: usize) -> String {
    format!("{} has no `name=value` in line {line}", file.display())
}

/// The settings below `[name]`, the first one of each name; the number of a line that is none.
fn section(text: &str, name: &str) -> Result<Option<HashMap<String, String>>, usize> {
    let mut found: Option<HashMap<String, String>> = None;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            if found.is_some() {
                break;
            }
            found = (header.strip_suffix(']') == Some(name)).then(HashMap::new);
        } else if let Some(found) = &mut found {
            let (key, value) = line.split_once('=').ok_or(at + 1)?;
            found.entry(key.trim().to_owned()).or_insert_with(|| value.trim().to_owned());
        }
    }
    Ok(found)
}

/// The URL with those of the settings that it does not say itself.
fn completed(mut url: Url, settings: &HashMap<String, String>) -> Url {
    let said: Vec<(String, String)> =
        url.query_pairs().map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
    let has = |name: &str| said.iter().any(|(key, _)| key == name);
    let is_said = |key: &str| match key {
        "host" | "hostaddr" => url.host_str().is_some_and(|host| !host.is_empty()) || has("host") || has("hostaddr"),
        "port" => url.port().is_some() || has("port"),
        "user" => !url.username().is_empty() || has("user"),
        "password" => url.password().is_some() || has("password"),
        "dbname" => !url.path().trim_start_matches('/').is_empty() || has("dbname"),
        other => has(other),
    };
    let mut more: Vec<(&String, &String)> = settings.iter().filter(|(key, _)| !is_said(key)).collect();
    // An address comes before the name that it belongs to: the driver takes the last.
    more.sort_by_key(|(key, _)| (key.as_str() == "hostaddr", key.as_str()));
    let kept = said.iter().filter(|(key, _)| key != "service").map(|(key, value)| (key, value));
    let all: Vec<(&String, &String)> = kept.chain(more).collect();
    url.set_query(None);
    if !all.is_empty() {
        url.query_pairs_mut().extend_pairs(all);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# services\n[other]\nhost=elsewhere\n\n[shop]\nhost = db.example\nport=5433\nuser=u\n\
        password=p=#?&\ndbname=shop\nsslmode=require\nhost=second\n[last]\nhost=x\n";

    fn with_service(text: &str) -> String {
        let settings = section(FILE, "shop").unwrap().unwrap();
        completed(Url::parse(text).unwrap(), &settings).to_string()
    }

    #[test]
    fn what_the_url_says_comes_first() {
        assert_eq!(
            with_service("postgres:///?service=shop"),
            "postgres:///?dbname=shop&host=db.example&password=p%3D%23%3F%26&port=5433&sslmode=require&user=u"
        );
        assert_eq!(
            with_service("postgres://me:mine@h:1/mine?service=shop&sslmode=disable"),
            "postgres://me:mine@h:1/mine?sslmode=disable"
        );
        assert_eq!(
            with_service("postgres:///x?host=/run&user=me"),
            "postgres:///x?host=%2Frun&user=me&password=p%3D%23%3F%26&port=5433&sslmode=require"
        );
    }

    #[test]
    fn a_service_that_is_none() {
        assert_eq!(section(FILE, "nope"), Ok(None));
        assert_eq!(section("[a]\nsecret\n", "a"), Err(2));
        let why = find("nope", &["/nowhere/a".into(), "/nowhere/b".into()]).unwrap_err();
        assert_eq!(why, "there is no service `nope` in /nowhere/a or /nowhere/b");
    }
}
