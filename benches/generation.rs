//! What it costs to generate the client from the contract, beside what progenitor alone costs on the view.
//!
//! Both go from text to text. The library's build script starts from the contract: it reads YAML, checks it, derives
//! the view, runs progenitor, adds to the code, and formats it. Progenitor alone starts from the view as JSON, with the
//! same settings, and its code is formatted in the same way.
//!
//! Without `--bench` each runs once; callgrind can then count their instructions, whatever else the machine does:
//!
//! ```text
//! cargo bench --bench generation --no-run
//! valgrind --tool=callgrind target/release/deps/generation-…
//! callgrind_annotate --inclusive=yes callgrind.out.… | grep 'generation::\|rust::\|yaml::\|derive'
//! ```

use std::error::Error;
use std::time::{Duration, Instant};

use codegen::rust;
use openapi::{Contract, Document};
use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, TypeImpl};
use quote::quote;
use serde_json::Value;

const GOAL: f64 = 1.05;
const WARM_UP_ROUNDS: usize = 5;
const MEASURE: Duration = Duration::from_secs(8);

const CONTRACT: &str = include_str!("../spec/openapi.yaml");

/// The steps of each, in their order.
const LIBRARY: [&str; 3] = ["read YAML", "check", "derive, generate, add, format"];
const PROGENITOR: [&str; 4] = ["read JSON", "generate", "parse tokens", "format"];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().collect();
    let is_given = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
    let contract = Contract::parse("openapi.yaml", CONTRACT)?;
    let view = views::RUST.derive(&contract)?;
    let (text, settings) = (view.to_string(), settings(&view));

    library()?;
    progenitor(&text, &settings)?;
    if is_given("--test") || !is_given("--bench") {
        // For `cargo test`: each of them once.
        return Ok(());
    }
    let (mut libraries, mut progenitors, mut derivations) = (Vec::new(), Vec::new(), Vec::new());
    let mut round = 0;
    let mut start = Instant::now();
    while round <= WARM_UP_ROUNDS || start.elapsed() < MEASURE {
        if round == WARM_UP_ROUNDS {
            libraries.clear();
            progenitors.clear();
            derivations.clear();
            start = Instant::now();
        }
        // Which goes first alternates, so that both meet the same load of the machine.
        if round % 2 == 0 {
            libraries.push(timed(library)?);
            progenitors.push(timed(|| progenitor(&text, &settings))?);
        } else {
            progenitors.push(timed(|| progenitor(&text, &settings))?);
            libraries.push(timed(library)?);
        }
        derivations.push(timed(|| views::RUST.derive(&contract))?.1);
        round += 1;
    }
    let library = report("library", LIBRARY, &libraries);
    let progenitor = report("progenitor alone", PROGENITOR, &progenitors);
    println!("generation: of the library's, {:.1?} to derive the view", median(derivations.into_iter()));
    println!("generation: ratio {:.3} (goal: {GOAL})", library.as_secs_f64() / progenitor.as_secs_f64());
    Ok(())
}

/// What the build script does, without reading and writing files.
fn library() -> Result<[Duration; LIBRARY.len()], Box<dyn Error>> {
    let (document, read) = timed(|| Document::parse("openapi.yaml", CONTRACT))?;
    let (contract, check) = timed(|| Contract::new(document))?;
    let (_, generate) = timed(|| rust::client(&contract, false))?;
    Ok([read, check, generate])
}

fn progenitor(view: &str, settings: &GenerationSettings) -> Result<[Duration; PROGENITOR.len()], Box<dyn Error>> {
    let (document, read) = timed(|| serde_json::from_str::<OpenAPI>(view))?;
    let (tokens, generate) = timed(|| Generator::new(settings).generate_tokens(&document))?;
    let (file, parse) = timed(|| syn::parse2::<syn::File>(tokens))?;
    let (_, format) = timed(|| Ok::<_, syn::Error>(prettyplease::unparse(&file)))?;
    Ok([read, generate, parse, format])
}

/// The settings of `codegen::rust::client`.
fn settings(view: &Value) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq")
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::client::Shared));
    let schemas = view["components"]["schemas"].as_object();
    for (name, _) in schemas.into_iter().flatten().filter(|(_, schema)| schema.get("x-extensible-enum").is_some()) {
        let implemented = [TypeImpl::Display, TypeImpl::FromStr, TypeImpl::FromStringIrrefutable];
        settings.with_replacement(name, format!("crate::types::{name}"), implemented.into_iter());
    }
    settings
}

fn timed<T, E>(run: impl FnOnce() -> Result<T, E>) -> Result<(T, Duration), E> {
    let start = Instant::now();
    let result = run()?;
    Ok((result, start.elapsed()))
}

/// Prints the median of the whole and of each part; returns that of the whole.
fn report<const PARTS: usize>(what: &str, names: [&str; PARTS], rounds: &[([Duration; PARTS], Duration)]) -> Duration {
    let whole = median(rounds.iter().map(|(_, whole)| *whole));
    println!("generation: {what} {whole:.1?} (medians of {} rounds)", rounds.len());
    for (part, name) in names.iter().enumerate() {
        println!("generation:   {name} {:.1?}", median(rounds.iter().map(|(parts, _)| parts[part])));
    }
    whole
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<_> = times.collect();
    times.sort_unstable();
    times[times.len() / 2]
}
