//! What maintainers of eksml run: `cargo xtask facts check | refresh | write`.
//!
//! `facts/` holds everything dated, one table a file; `SOURCES.md` there says how they are made. The tool reads them, finds what is
//! old, missing or contradictory, takes in what was downloaded from their sources, and writes the tables that the catalogue includes.
//! It depends on no crate of eksml: it must run when the catalogue does not compile.
pub mod catalog;
pub mod check;
pub mod command;
pub mod day;
pub mod facts;
pub mod keys;
pub mod refresh;
pub mod table;
