//! Text search dictionaries and configurations.

use super::super::model::Model;
use super::super::random::Random;
use super::super::toml;
use super::{Kind, Knob, Object, need, section, statement_section, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&Dictionary, &Configuration];

#[derive(Debug)]
struct Dictionary;

impl Kind for Dictionary {
    fn word(&self) -> &'static str {
        "dictionary"
    }

    fn base(&self) -> &'static str {
        "words"
    }

    fn weight(&self) -> usize {
        2
    }

    fn knobs(&self) -> &'static [Knob] {
        // Template, options.
        const { &[turns(2), turns(3)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let options = match (one.knob(0), one.knob(1)) {
            (0, 0) => "TEMPLATE = simple",
            (0, 1) => "TEMPLATE = simple, STOPWORDS = english",
            (0, _) => "TEMPLATE = simple, STOPWORDS = english, ACCEPT = false",
            (_, 0) => "TEMPLATE = snowball, LANGUAGE = english",
            (_, 1) => "TEMPLATE = snowball, LANGUAGE = german",
            _ => "TEMPLATE = snowball, LANGUAGE = german, STOPWORDS = german",
        };
        vec![format!("CREATE TEXT SEARCH DICTIONARY {} ({options})", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TEXT SEARCH DICTIONARY {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(statement_section(model, one, was, "text_search_dictionary", &[]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Configuration;

impl Kind for Configuration {
    fn word(&self) -> &'static str {
        "configuration"
    }

    fn base(&self) -> &'static str {
        "search"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Copied from what.
        const { &[turns(3)] }
    }

    fn items(&self) -> (usize, usize) {
        (4, 3)
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "dictionary", 30));
        !one.uses.is_empty()
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let name = one.qualified(model);
        let from =
            one.of(0, &["PARSER = pg_catalog.\"default\"", "COPY = pg_catalog.english", "COPY = pg_catalog.simple"]);
        let mut sql = vec![format!("CREATE TEXT SEARCH CONFIGURATION {name} ({from})")];
        let own = model.object(one.uses[0]).expect("a dictionary").qualified(model);
        for (item, variant) in &one.items {
            let token = ["word", "asciiword", "email", "int"][*item];
            let dictionaries = match variant {
                0 => own.clone(),
                1 => format!("{own}, simple"),
                _ => "english_stem".into(),
            };
            let word = if one.knob(0) == 0 { "ADD" } else { "ALTER" };
            sql.push(format!("ALTER TEXT SEARCH CONFIGURATION {name} {word} MAPPING FOR {token} WITH {dictionaries}"));
        }
        sql
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TEXT SEARCH CONFIGURATION {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let sql = format!("sql = {}", toml::text(&self.sql(model, one).join(";\n")));
        let name = toml::name(model, one.namespace, &one.name);
        Some(section("text_search_configuration", &name, one, was, &[sql]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}
