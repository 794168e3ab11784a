//! All tables of the repository.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::table::Table;

/// The tables by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    tables: BTreeMap<String, Table>,
}

/// The repository that the tool was built in.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

impl Facts {
    /// Reads every table in the repository's `facts/`.
    pub fn read(repository: &Path) -> Result<Self, String> {
        let folder = repository.join("facts");
        let io = |error: std::io::Error| format!("{}: {error}", folder.display());
        let mut tables = Vec::new();
        for entry in fs::read_dir(&folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.extension().is_some_and(|ending| ending == "tsv") {
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                tables.push(Table::parse(&name, &text)?);
            }
        }
        Ok(Self::of(tables))
    }

    /// These tables.
    pub fn of(tables: impl IntoIterator<Item = Table>) -> Self {
        Self { tables: tables.into_iter().map(|table| (table.name.clone(), table)).collect() }
    }

    /// The table of that name.
    pub fn table(&self, name: &str) -> Result<&Table, String> {
        self.tables.get(name).ok_or_else(|| format!("facts/{name}.tsv is missing"))
    }

    /// The table of that name, to change it.
    pub fn table_mut(&mut self, name: &str) -> Result<&mut Table, String> {
        self.tables.get_mut(name).ok_or_else(|| format!("facts/{name}.tsv is missing"))
    }

    /// Every table, by name.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }

    /// Writes the tables that are not as they stand in their files.
    pub fn write(&self, repository: &Path) -> Result<(), String> {
        for table in self.tables() {
            put(&repository.join("facts").join(format!("{}.tsv", table.name)), &table.text())?;
        }
        Ok(())
    }
}

/// Writes a file, unless it says the same already.
pub fn put(path: &Path, text: &str) -> Result<bool, String> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(false);
    }
    fs::write(path, text).map(|()| true).map_err(|error| format!("{}: {error}", path.display()))
}
