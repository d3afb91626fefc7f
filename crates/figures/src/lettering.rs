//! Letters as outlines: text that looks alike wherever it is drawn.

use std::fmt::Write;

use super::Result;
use super::canvas::attribute;
use super::face::Letters;
use tweedie::error::DomainError;

/// A sheet's SVG with each `text` element replaced by the path of its letters.
///
/// # Errors
/// If a text asks for what the embedded face has not: a character, a style.
pub(super) fn outlined(svg: &str) -> Result<String> {
    let letters = Letters::new()?;
    let mut out = String::with_capacity(svg.len());
    let mut lines = svg.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("<text ") {
            let words = lines.by_ref().take_while(|&line| line != "</text>");
            let words = words.collect::<Vec<_>>().join(" ");
            out.push_str(&path(&letters, line, &words)?);
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    Ok(out)
}

fn path(letters: &Letters, tag: &str, words: &str) -> Result<String> {
    if let Some(style) = attribute(tag, " font-weight").or(attribute(tag, " font-style")) {
        let way_out = "the embedded face is upright and of one weight";
        return Err(DomainError::new("the style of a text", style, way_out).into());
    }
    let line = letters.set(&plain(words))?;
    let value = |name| attribute(tag, name).unwrap_or("0");
    let scale = value(" font-size").parse::<f64>()? / letters.em();
    let before = match value(" text-anchor") {
        "middle" => 0.5,
        "end" => 1.0,
        _ => 0.0,
    };
    let x = value(" x").parse::<f64>()? - before * f64::from(line.width) * scale;
    let y = value(" y").parse::<f64>()? + units(letters, value(" dy"))? * scale;
    let mut out = String::from("<path");
    for name in ["fill", "opacity"] {
        if let Some(value) = attribute(tag, &format!(" {name}")) {
            write!(out, " {name}=\"{value}\"")?;
        }
    }
    let turn = attribute(tag, " transform").unwrap_or("");
    write!(
        out,
        " transform=\"{turn} translate({x} {y}) scale({scale})\" d=\"{}\"/>",
        line.path
    )?;
    Ok(out)
}

/// A length of so many `em` or `ex`, in units of the face.
fn units(letters: &Letters, length: &str) -> Result<f64> {
    let (count, unit) = match (length.strip_suffix("em"), length.strip_suffix("ex")) {
        (Some(count), _) => (count, letters.em()),
        (_, Some(count)) => (count, letters.ex()?),
        _ => (length, 0.0),
    };
    Ok(count.parse::<f64>()? * unit)
}

/// Text as it is read.
fn plain(words: &str) -> String {
    words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_character_of_the_gallery_has_a_glyph() {
        let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plots");
        let mut texts = 0;
        for entry in fs::read_dir(gallery).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "svg") {
                let svg = fs::read_to_string(&path).unwrap();
                let drawn =
                    outlined(&svg).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                assert!(!drawn.contains("<text"), "{}", path.display());
                texts += svg.matches("<text").count();
            }
        }
        assert!(texts > 600, "{texts}");
    }

    #[test]
    fn an_escaped_character_is_one_letter() {
        let letters = Letters::new().unwrap();
        let svg = "<text x=\"0\" y=\"0\" font-size=\"9\">\n&lt;&amp;lt;\n</text>";
        let path = letters.set("<&lt;").unwrap().path;
        assert!(outlined(svg).unwrap().contains(&format!("\"{path}\"")));
    }

    #[test]
    fn a_style_that_the_face_has_not_is_refused() {
        let svg = "<text x=\"0\" y=\"0\" font-size=\"9\" font-weight=\"bold\">\nx\n</text>";
        let refused = outlined(svg).unwrap_err().to_string();
        assert!(refused.contains("bold"), "{refused}");
    }
}
