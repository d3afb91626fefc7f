//! The page that shows all figures.

use std::fmt::Write;

/// A figure on the page.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is called.
    pub name: &'static str,
    /// The heading.
    pub title: &'static str,
    /// The picture, beside the page.
    pub file: String,
    /// The claim that it shows.
    pub caption: String,
}

/// The page `plots/README.md`: every figure, the command that draws it, and the claim that it shows.
#[must_use]
pub fn index(entries: &[Entry]) -> String {
    let mut out = String::from(
        "# The figures\n\n\
         What the derivations look like. The numbers under a figure are those of the run that drew it.\n\n\
         Made by `tweedie plot all`.\n",
    );
    for Entry {
        name,
        title,
        file,
        caption,
    } in entries
    {
        let _ = write!(
            out,
            "\n## {title}\n\n![{title}]({file})\n\n{}\n\n`tweedie plot {name}`\n",
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
