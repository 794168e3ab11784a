//! Findings as rustc would print them: at the user's own line, where `platform!` noted it and the source file can be read.

use std::io::IsTerminal;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Report, Severity};
use crate::spec::{Platform, Spot};

/// Whether the text carries colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// As the stream deserves ([`Colour::is_on`]).
    Auto,
    /// None, for files and tests.
    Never,
}

impl Colour {
    /// Whether this stream gets colours: a terminal that can show them, where `NO_COLOR` is empty (<https://no-color.org>).
    pub fn is_on(self, stream: &impl IsTerminal) -> bool {
        let unwanted = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = || std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        self == Self::Auto && stream.is_terminal() && !unwanted() && !dumb()
    }
}

/// All findings of `report`, each at its place in the source of `platform`, then a line that counts them.
pub fn render(report: &Report, platform: &Platform, colour: Colour) -> String {
    let renderer = renderer(colour);
    let source = source(&platform.written.file);
    let mut text = String::new();
    for finding in report.findings() {
        let spot = platform.written.spot(&finding.path);
        text.push_str(&one(&renderer, finding, &platform.written.file, spot, source.as_deref()));
        text.push_str("\n\n");
    }
    let (errors, warnings) = (report.errors().count(), report.warnings().count());
    if errors > 0 {
        text.push_str(&format!("{errors} {} and {warnings} {}\n", plural(errors, "error"), plural(warnings, "warning")));
    }
    text
}

/// How wide a line of a file may be to be shown; beyond, its line and column are.
const WIDEST: usize = 400;

/// One finding at the bytes `range` of `text`, which are at `line` and `column` of `file`.
pub fn render_at(finding: &Finding, file: &str, text: &str, range: Range<usize>, at: (usize, usize), colour: Colour) -> String {
    let (line, column) = at;
    let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let shown = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let headline = finding.headline();
    let why = Level::NOTE.message(finding.why.as_str());
    let fix = Level::HELP.message(finding.fix.as_str());
    let group = Group::with_title(level.primary_title(headline.as_str()));
    let group = if shown.len() > WIDEST {
        group.element(Origin::path(file).line(line).char_column(column))
    } else {
        let word = range.start - start..(range.end - start).min(shown.len()).max(range.start - start);
        group.element(Snippet::source(shown).line_start(line).path(file).annotation(AnnotationKind::Primary.span(word)))
    };
    renderer(colour).render(&[group.element(why).element(fix)])
}

fn renderer(colour: Colour) -> Renderer {
    if colour.is_on(&std::io::stderr()) { Renderer::styled() } else { Renderer::plain() }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

fn one(renderer: &Renderer, finding: &Finding, file: &str, spot: Option<Spot>, source: Option<&str>) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let headline = finding.headline();
    let title = level.primary_title(headline.as_str());
    let why = Level::NOTE.message(finding.why.as_str());
    let fix = Level::HELP.message(finding.fix.as_str());
    let path = finding.path.to_string();
    let range = spot.zip(source).and_then(|(spot, source)| range(source, spot));
    let group = match (range, source, spot) {
        (Some(range), Some(source), _) => {
            let snippet = Snippet::source(source).path(file).annotation(AnnotationKind::Primary.span(range));
            Group::with_title(title).element(snippet).element(why).element(fix)
        }
        (None, _, Some(spot)) => {
            let origin = Origin::path(file).line(spot.line).char_column(spot.column);
            Group::with_title(title).element(origin).element(why).element(fix)
        }
        (None, ..) | (Some(_), None, _) => {
            let origin = Origin::path(path.as_str());
            Group::with_title(title).element(origin).element(why).element(fix)
        }
    };
    renderer.render(&[group])
}

/// The source file, as rustc named it: relative to where rustc ran, which is the package's folder or one above it.
fn source(file: &str) -> Option<String> {
    let mut places = vec![PathBuf::from(file)];
    if let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR") {
        places.extend(Path::new(&package).ancestors().map(|folder| folder.join(file)));
    }
    places.iter().find_map(|place| std::fs::read_to_string(place).ok())
}

/// The bytes of the word at `spot`, if the file still has it there.
fn range(source: &str, spot: Spot) -> Option<std::ops::Range<usize>> {
    let line_start: usize = source.split_inclusive('\n').take(spot.line.checked_sub(1)?).map(str::len).sum();
    let line = source.get(line_start..)?.lines().next()?;
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let (from, to) = (byte(spot.column.checked_sub(1)?), byte(spot.column - 1 + spot.width));
    (from < to).then_some(line_start + from..line_start + to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_characters_not_bytes() {
        let source = "first\n  später = gpu\n";
        assert_eq!(range(source, Spot { line: 2, column: 12, width: 3 }).map(|range| &source[range]), Some("gpu"));
        assert_eq!(range(source, Spot { line: 9, column: 1, width: 3 }), None);
        assert_eq!(range(source, Spot { line: 2, column: 40, width: 3 }), None);
    }
}
