//! Runs progenitor on the view of a contract, and finds the place that it fails on.
//!
//! Its errors name no place, and much of what it cannot take is a panic. So on failure the view is cut down until the
//! smallest part that still fails is left; that part's pointer is the place.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator};
use serde_json::{Map, Value};

use openapi::{Contract, Method, Pointer, Problem, Problems};

/// A run of the generator: the code, or a sentence that says why there is none.
type Attempt<'a> = &'a dyn Fn(&Value) -> Result<syn::File, String>;

/// Runs one of the generator's functions on the view `rust` of a contract.
pub(super) fn run(
    contract: &Contract,
    settings: &GenerationSettings,
    generate: impl Fn(&mut Generator, &OpenAPI) -> Result<TokenStream, progenitor::Error>,
) -> Result<syn::File, Problems> {
    let view = views::make_optional_collections_nullable(views::RUST.derive(contract)?, contract.objects());
    let attempt = |view: &Value| {
        without_panic(|| {
            let document: OpenAPI = serde_json::from_value(view.clone()).map_err(|error| error.to_string())?;
            let tokens = generate(&mut Generator::new(settings), &document).map_err(|error| error.to_string())?;
            syn::parse2(tokens).map_err(|error| format!("the generated code is not Rust: {error}"))
        })
    };
    attempt(&view).map_err(|message| problem(contract, &view, &attempt, &message).into())
}

fn problem(contract: &Contract, view: &Value, attempt: Attempt<'_>, message: &str) -> Problem {
    let (pointer, message) = culprit(view, attempt).unwrap_or_else(|| (Pointer::root(), message.to_owned()));
    let mut problem = contract.problem(&pointer, format!("progenitor cannot generate Rust from this: {message}"));
    problem.help = Some(
        "write it in a way that the generator takes, or add a fixup to the view `rust` (crates/views/src)".to_owned(),
    );
    problem
}

/// The panics of a library as errors, and nothing of them on stderr.
fn without_panic<T>(run: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    static HOOK: Mutex<()> = Mutex::new(());
    let _one_at_a_time = HOOK.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(run));
    std::panic::set_hook(hook);
    outcome.unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<String>().map(String::as_str);
        Err(message.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned())
    })
}

/// The smallest part of a view that fails by itself, and why: a schema, else an operation, else a part of these.
fn culprit(view: &Value, attempt: Attempt<'_>) -> Option<(Pointer, String)> {
    let named = Pointer::of(["components", "schemas"]);
    let schemas = members(view, &named);
    let failing = schemas.iter().filter_map(|name| {
        let alone = only_schema(view, name);
        let message = attempt(&alone).err()?;
        Some((named.child(name), alone, message))
    });
    // A schema fails with those that it refers to; the one that refers to fewest is the cause.
    let smallest = failing.min_by_key(|(_, alone, _)| members(alone, &named).len());
    let (pointer, alone, message) = smallest.or_else(|| {
        operations(view).into_iter().find_map(|(path, method)| {
            let alone = only_operation(view, &path, &method);
            let message = attempt(&alone).err()?;
            Some((Pointer::of(["paths", &path, &method]), alone, message))
        })
    })?;
    Some((narrow(&alone, pointer, attempt), message))
}

/// Goes down from a part that fails to the smallest part without which it would not.
fn narrow(view: &Value, mut pointer: Pointer, attempt: Attempt<'_>) -> Pointer {
    let is_cause = |part: &Pointer| {
        let mut without = view.clone();
        remove(&mut without, part);
        attempt(&without).is_ok()
    };
    while let Some(below) = nearest(view, &pointer, &is_cause) {
        pointer = below;
    }
    pointer
}

/// The first cause below a part. Some parts (`responses`) cannot be left out as a whole, so it looks deeper too.
fn nearest(view: &Value, pointer: &Pointer, is_cause: &dyn Fn(&Pointer) -> bool) -> Option<Pointer> {
    const LEVELS: usize = 3;
    let mut level = children(view, pointer);
    for _ in 0..LEVELS {
        if let Some(cause) = level.iter().find(|part| is_cause(part)) {
            return Some(cause.clone());
        }
        level = level.iter().flat_map(|part| children(view, part)).collect();
    }
    None
}

fn children(view: &Value, pointer: &Pointer) -> Vec<Pointer> {
    match view.pointer(&pointer.to_string()) {
        Some(Value::Object(members)) => members.keys().map(|key| pointer.child(key)).collect(),
        Some(Value::Array(elements)) => (0..elements.len()).map(|index| pointer.index(index)).collect(),
        _ => Vec::new(),
    }
}

fn remove(view: &mut Value, child: &Pointer) {
    match child.parent().and_then(|parent| view.pointer_mut(&parent.to_string())) {
        Some(Value::Object(members)) => {
            members.remove(child.last());
        }
        Some(Value::Array(elements)) => {
            if let Ok(index) = child.last().parse::<usize>() {
                elements.remove(index);
            }
        }
        _ => {}
    }
}

fn members(view: &Value, pointer: &Pointer) -> Vec<String> {
    view.pointer(&pointer.to_string()).and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect()
}

fn operations(view: &Value) -> Vec<(String, String)> {
    let paths = members(view, &Pointer::of(["paths"])).into_iter();
    paths
        .flat_map(|path| {
            let methods = members(view, &Pointer::of(["paths", &path]));
            let methods = methods.into_iter().filter(|method| Method::of_field(method).is_some());
            methods.map(move |method| (path.clone(), method))
        })
        .collect()
}

fn only_operation(view: &Value, path: &str, method: &str) -> Value {
    let mut alone = view.clone();
    if let Some(paths) = alone["paths"].as_object_mut() {
        paths.retain(|key, _| key == path);
        if let Some(item) = paths.get_mut(path).and_then(Value::as_object_mut) {
            item.retain(|key, _| key == method || Method::of_field(key).is_none());
        }
    }
    alone
}

fn only_schema(view: &Value, name: &str) -> Value {
    let mut wanted = vec![name.to_owned()];
    let mut index = 0;
    while let Some(name) = wanted.get(index) {
        let schema = &view["components"]["schemas"][name];
        let text = schema.to_string();
        let found: Vec<_> = text
            .split("\"#/components/schemas/")
            .skip(1)
            .filter_map(|rest| rest.split(['"', '/']).next())
            .filter(|name| !wanted.iter().any(|wanted| wanted == name))
            .map(str::to_owned)
            .collect();
        wanted.extend(found);
        index += 1;
    }
    let mut alone = view.clone();
    alone["paths"] = Map::new().into();
    if let Some(schemas) = alone.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.retain(|key, _| wanted.contains(key));
    }
    alone
}
