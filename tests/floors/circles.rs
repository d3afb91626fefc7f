//! Circles among files. A folder and its head are one room: what leads from a file up to a head above it, or from there
//! down again, is no way between rooms.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::Module;

/// The shortest circle through each file, told once: from the first of its files in the order of their names.
pub fn circles(edges: &BTreeSet<(Module, Module)>) -> Vec<String> {
    let between: Vec<&(Module, Module)> = edges
        .iter()
        .filter(|(from, to)| !from.starts_with(to) && !to.starts_with(from))
        .collect();
    let starts: BTreeSet<&Module> = between.iter().map(|(from, _)| from).collect();
    let circles = starts.into_iter().filter_map(|start| {
        let later = between
            .iter()
            .filter(|(from, to)| from >= start && to >= start);
        let circle = circle(
            start,
            &later.map(|(from, to)| (from, to)).collect::<Vec<_>>(),
        )?;
        let names: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
        Some(names.join(" → "))
    });
    circles.collect()
}

/// The shortest way from a file back to itself.
fn circle<'a>(start: &'a Module, edges: &[(&'a Module, &'a Module)]) -> Option<Vec<&'a Module>> {
    let mut reached: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut ends = vec![start];
    while !ends.is_empty() && !reached.contains_key(start) {
        let mut next = Vec::new();
        for &(from, to) in edges {
            if ends.contains(&from) && !reached.contains_key(to) {
                reached.insert(to, from);
                next.push(to);
            }
        }
        ends = next;
    }
    let mut way = vec![start, reached.get(start)?];
    while way.last() != Some(&start) {
        way.push(reached[way[way.len() - 1]]);
    }
    way.reverse();
    Some(way)
}
