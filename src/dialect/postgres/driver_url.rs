//! A URL in the words of the driver: with what its service says, and without what the driver would misunderstand or pass by.

use std::str::FromStr;

use sqlx::postgres::PgSslMode;
use url::{Host, Url};

use super::service;
use crate::config::DatabaseUrl;

/// The driver's parameters of TLS.
const TLS: [&str; 9] =
    ["sslmode", "ssl-mode", "sslrootcert", "ssl-root-cert", "ssl-ca", "sslcert", "ssl-cert", "sslkey", "ssl-key"];

/// Those that the driver does not know, and that make nothing less safe.
const PASSED_BY: [&str; 3] = ["sslcompression", "sslsni", "sslnegotiation"];

/// The URL for the driver.
///
/// # Errors
/// The reason, in words, why it cannot be used.
pub(super) fn of(url: &DatabaseUrl) -> Result<Url, String> {
    let url = Url::parse(url.expose_login()).map_err(|error| error.to_string())?;
    let url = service::resolved(url)?;
    check_tls(&url)?;
    Ok(plain(url))
}

/// Refuses what the URL or the environment says of TLS and the driver would pass by: nothing that is meant to protect the
/// connection may go unheard.
fn check_tls(url: &Url) -> Result<(), String> {
    let keys: Vec<String> = url.query_pairs().map(|(key, _)| key.into_owned()).collect();
    let is_tls = |key: &str| key.starts_with("ssl") || key.starts_with("tls");
    let is_known = |key: &str| TLS.contains(&key) || PASSED_BY.contains(&key);
    if let Some(key) = keys.iter().find(|key| is_tls(key) && !is_known(key)) {
        return Err(format!(
            "there is no parameter `{key}`; for TLS there are sslmode, sslrootcert, sslcert and sslkey"
        ));
    }
    match std::env::var("PGSSLMODE") {
        Ok(mode)
            if !keys.iter().any(|key| key == "sslmode" || key == "ssl-mode") && PgSslMode::from_str(&mode).is_err() =>
        {
            let known = "disable, allow, prefer, require, verify-ca, verify-full";
            Err(format!("`PGSSLMODE={mode}` in the environment is none of {known}"))
        }
        _ => Ok(()),
    }
}

/// An address of IPv6 without its brackets, which the driver takes for a part of a name; no `sslrootcert=system`, since the
/// certificates of the system are what the driver takes where there is none.
fn plain(mut url: Url) -> Url {
    let mut pairs: Vec<(String, String)> =
        url.query_pairs().map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
    pairs.retain(|(key, value)| !(key == "sslrootcert" && value == "system"));
    let is_elsewhere = pairs.iter().any(|(key, _)| key == "host" || key == "hostaddr");
    // A scheme that is no browser's keeps its host as it is written.
    let host = url.host_str().and_then(|host| Host::parse(host).ok());
    if let (Some(Host::Ipv6(address)), false) = (host, is_elsewhere) {
        pairs.push(("host".to_owned(), address.to_string()));
    }
    url.set_query(None);
    if !pairs.is_empty() {
        url.query_pairs_mut().extend_pairs(pairs);
    }
    url
}

/// The files that it names for TLS, or the environment does, each with the setting that names it.
pub(super) fn tls_files(url: &Url) -> impl Iterator<Item = (String, String)> {
    const VARIABLES: [&str; 3] = ["PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY"];
    let is_file = |key: &str| TLS.contains(&key) && key != "sslmode" && key != "ssl-mode";
    let pairs = url.query_pairs().map(|(key, value)| (key.into_owned(), value.into_owned()));
    let named: Vec<(String, String)> = pairs.filter(|(key, _)| is_file(key)).collect();
    let is_named = |variable: &str| named.iter().any(|(key, _)| variable.to_ascii_lowercase().ends_with(key));
    let of_environment: Vec<(String, String)> = VARIABLES
        .into_iter()
        .filter(|variable| !is_named(variable))
        .filter_map(|variable| Some((variable.to_owned(), std::env::var(variable).ok()?)))
        .collect();
    named.into_iter().chain(of_environment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_misunderstands() {
        let plain = |text: &str| plain(Url::parse(text).unwrap()).to_string();
        assert_eq!(plain("postgres://u@[::1]:5433/d"), "postgres://u@[::1]:5433/d?host=%3A%3A1");
        assert_eq!(plain("postgres://u@[::1]/d?hostaddr=::2"), "postgres://u@[::1]/d?hostaddr=%3A%3A2");
        assert_eq!(plain("postgres://u@h/d?sslrootcert=system&sslmode=require"), "postgres://u@h/d?sslmode=require");
        assert_eq!(plain("postgres://u@127.0.0.1/d"), "postgres://u@127.0.0.1/d");
    }

    #[test]
    fn tls_that_would_go_unheard() {
        let check = |text: &str| check_tls(&Url::parse(text).unwrap());
        assert_eq!(check("postgres://u@h/d?sslmode=verify-full&sslrootcert=/ca&sslsni=1&application_name=x"), Ok(()));
        for wrong in ["sslmod", "ssl", "sslcrl", "tlsmode"] {
            let why = check(&format!("postgres://u@h/d?{wrong}=1")).unwrap_err();
            assert!(why.starts_with(&format!("there is no parameter `{wrong}`")), "{why}");
        }
    }
}
