//! Which file of a crate names which: read off its text, by the paths that begin with `crate` or `super`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A module, by the names that lead to it; the root has none.
pub type Module = Vec<String>;

/// The files of a crate.
pub struct Crate {
    /// The text of each module that is a file.
    pub files: BTreeMap<Module, String>,
}

impl Crate {
    /// The crate whose source is in a folder.
    pub fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        gather(folder, &Module::new(), &mut files);
        Self { files }
    }

    /// `(from, to)` for every file that names something of another, `to` being the file where that is defined.
    pub fn edges(&self) -> BTreeSet<(Module, Module)> {
        let mut edges = BTreeSet::new();
        for (from, text) in &self.files {
            for path in paths(&code(text)) {
                let to = self.home(from, &path, 0);
                edges.extend(to.filter(|to| to != from).map(|to| (from.clone(), to)));
            }
        }
        edges
    }

    /// The file that defines what `path` leads to from a module: through modules, and through what they import.
    fn home(&self, from: &[String], path: &[String], depth: usize) -> Option<Module> {
        let mut at = from.to_vec();
        for (i, name) in path.iter().enumerate() {
            match name.as_str() {
                "crate" => at.clear(),
                "super" => {
                    at.pop();
                }
                "self" => {}
                _ => {
                    let below = [&at[..], std::slice::from_ref(name)].concat();
                    if self.files.contains_key(&below) {
                        at = below;
                        continue;
                    }
                    if i == 0 {
                        return None; // of another crate, or local
                    }
                    let text = self.files.get(&at)?;
                    let imported = imports(&code(text))
                        .into_iter()
                        .find(|import| import.last() == Some(name));
                    return match imported {
                        Some(import) if depth < 8 => {
                            self.home(&at, &import, depth + 1).or(Some(at))
                        }
                        _ => Some(at),
                    };
                }
            }
        }
        Some(at)
    }
}

fn gather(folder: &Path, module: &Module, files: &mut BTreeMap<Module, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let below = [&module[..], std::slice::from_ref(&name)].concat();
        if path.is_dir() {
            gather(&path, &below, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") && name != "main" {
            let module = if name == "lib" { Module::new() } else { below };
            files.insert(module, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// A text without comments and without its tests.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| {
        !line.starts_with("#[cfg(test)]") && !line.starts_with("#[cfg(all(test")
    });
    let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Every path of a text that begins with `crate` or `super`, and every import.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut all = imports(code);
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| is_name(c) || matches!(c, ':' | '$')) {
                continue;
            }
            let names = code[at..].split(|c: char| !is_name(c) && c != ':').next();
            let names = names.unwrap_or_default().split("::");
            all.push(
                names
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect(),
            );
        }
    }
    all
}

/// The paths of all `use` items, the braces multiplied out.
fn imports(code: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for line in code.match_indices("use ").map(|(at, _)| at) {
        let begins = code[..line].rsplit('\n').next().unwrap_or_default().trim();
        if begins.is_empty() || begins.starts_with("pub") {
            let item = code[line + 4..].split(';').next().unwrap_or_default();
            multiply(&[], item, &mut all);
        }
    }
    all
}

/// `a::{b, c::d as e}` after `before`: `before::a::b`, `before::a::c::d`.
fn multiply(before: &[String], item: &str, all: &mut Vec<Vec<String>>) {
    let (head, tail) = match item.split_once('{') {
        Some((head, tail)) => (head, tail.rsplit_once('}').map(|(inside, _)| inside)),
        None => (item, None),
    };
    let head = head.split(" as ").next().unwrap_or_default().trim();
    let names = head
        .split("::")
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let path: Vec<String> = before
        .iter()
        .cloned()
        .chain(names.map(str::to_owned))
        .collect();
    let Some(inside) = tail else {
        return all.push(path);
    };
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                multiply(&path, &inside[from..at], all);
                from = at + 1;
            }
            _ => {}
        }
    }
    if !inside[from..].trim().is_empty() {
        multiply(&path, &inside[from..], all);
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
