//! Where in the user's source each part of a platform was written.

use std::collections::BTreeMap;

use super::declare::plain_data;
use super::reader::{Dialect, Reader, Spec};
use super::shape::{Kind, Shape};
use crate::source::{Node, Path};

/// A word in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// Its width in characters.
    pub width: usize,
}

/// Where in the user's source each part was written, so that a finding at the gate points at the same word as one in the compiler.
/// Says nothing of the platform itself: any two are equal.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The source file, as rustc named it.
    pub file: String,
    spots: BTreeMap<String, Spot>,
}

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Written {
    /// Reads the table that `platform!` leaves behind: a line per part, of path, line, column and width.
    pub fn from_table(file: &str, table: &str) -> Self {
        let spot = |line: &str| {
            let mut cells = line.split('\t');
            let path = cells.next()?.to_owned();
            let mut number = || cells.next()?.parse().ok();
            Some((path, Spot { line: number()?, column: number()?, width: number()? }))
        };
        Self { file: file.to_owned(), spots: table.lines().filter_map(spot).collect() }
    }

    /// The table that [`from_table`](Self::from_table) reads.
    fn table(&self) -> String {
        let line = |(path, Spot { line, column, width }): (&String, &Spot)| format!("{path}\t{line}\t{column}\t{width}\n");
        self.spots.iter().map(line).collect()
    }

    /// The word for `path`, or for the nearest part around it that was written.
    pub fn spot(&self, path: &Path) -> Option<Spot> {
        let mut at = Some(path.clone());
        while let Some(path) = at {
            if let Some(spot) = self.spots.get(&path.to_string()) {
                return Some(*spot);
            }
            at = path.parent();
        }
        None
    }
}

impl Spec for Written {
    const SHAPE: &'static Shape = &Shape { rust: "Written", kind: Kind::Text };

    fn stand_in() -> Self {
        Self::default()
    }

    /// There is no word for it.
    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        if reader.dialect != Dialect::Data {
            return Self::default();
        }
        let Some([file, table]) = node.parts(["file", "table"]) else {
            reader.expected("a block of `file` and `table`", node, path);
            return Self::default();
        };
        Self::from_table(&String::read(file, path, reader), &String::read(table, path, reader))
    }

    fn write(&self) -> Node {
        Node::block([("file", self.file.write()), ("table", self.table().write())])
    }
}

plain_data!(Written, Data);
