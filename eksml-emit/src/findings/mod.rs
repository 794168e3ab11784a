//! What eksml has to say about a platform, and how it looks in a terminal.

mod terminal;

pub use eksml_core::findings::{Applicability, Change, Edit, Finding, Fix, Report, Severity};
pub use terminal::{Colour, render, render_at};
