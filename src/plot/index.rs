//! The page that shows all figures.

use std::fmt::Write;

use super::Figure;

/// The page `plots/README.md`: every figure, the command that draws it, and the claim that it shows.
#[must_use]
pub fn index(entries: &[(&Figure, String)]) -> String {
    let mut out = String::from(
        "# The figures\n\n\
         What the derivations look like. The numbers under a figure are those of the run that drew it.\n\n\
         Made by `tweedie plot all`.\n",
    );
    for (Figure { name, title, .. }, caption) in entries {
        let _ = write!(
            out,
            "\n## {title}\n\n![{title}]({name}.svg)\n\n{}\n\n`tweedie plot {name}`\n",
            markdown(caption)
        );
    }
    out
}

/// A caption, with nothing in it that Markdown would set differently.
fn markdown(caption: &str) -> String {
    let mut out = String::with_capacity(caption.len());
    for c in caption.chars() {
        if matches!(c, '_' | '*' | '<' | '`' | '[') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
