//! A table of facts: a header that says what it is, when it was right and where it comes from; a line of column names; rows.
//!
//! ```text
//! # about: AWS regions with EKS
//! # as-of: 2026-11-23
//! # fresh-days: 180
//! # source: EKS user guide
//! # key: name
//! name <tab> place
//! eu-west-1 <tab> Ireland
//! ```
use crate::day::Day;

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file's name without its ending.
    pub name: String,
    /// What it is, in one sentence.
    pub about: String,
    /// The day it was held against its sources.
    pub as_of: Day,
    /// For how many days that may be taken for fresh.
    pub fresh_days: i64,
    /// Where it comes from.
    pub sources: Vec<String>,
    /// The columns that no two rows may share.
    pub key: Vec<String>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with one cell a column.
    pub rows: Vec<Vec<String>>,
}

/// One row, with the names of its cells.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    cells: &'t [String],
}

impl Table {
    /// Reads a table.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let place = |line: usize, problem: String| format!("facts/{name}.tsv:{}: {problem}", line + 1);
        let (mut about, mut as_of, mut fresh, mut sources, mut key) = (None, None, None, Vec::new(), Vec::new());
        let mut columns: Option<Vec<String>> = None;
        let mut rows = Vec::new();
        for (at, line) in text.lines().enumerate() {
            if let Some(header) = line.strip_prefix("# ") {
                let (word, value) =
                    header.split_once(": ").ok_or_else(|| place(at, "a header line is `# word: value`".to_owned()))?;
                match word {
                    _ if columns.is_some() => return Err(place(at, "headers stand above the columns".to_owned())),
                    "about" => about = Some(value.to_owned()),
                    "as-of" => as_of = Some(Day::parse(value).map_err(|problem| place(at, problem))?),
                    "fresh-days" => {
                        fresh = Some(value.parse().map_err(|_| place(at, format!("`{value}` is not a number of days")))?);
                    }
                    "source" => sources.push(value.to_owned()),
                    "key" => key = value.split(' ').map(str::to_owned).collect(),
                    _ => return Err(place(at, format!("no header is called `{word}`"))),
                }
                continue;
            }
            let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            match &columns {
                None => columns = Some(cells),
                Some(columns) if columns.len() == cells.len() => rows.push(cells),
                Some(columns) => {
                    return Err(place(at, format!("{} cells, where there are {} columns", cells.len(), columns.len())));
                }
            }
        }
        let missing = |word: &str| format!("facts/{name}.tsv: the header has no `{word}`");
        let table = Self {
            name: name.to_owned(),
            about: about.ok_or_else(|| missing("about"))?,
            as_of: as_of.ok_or_else(|| missing("as-of"))?,
            fresh_days: fresh.ok_or_else(|| missing("fresh-days"))?,
            sources,
            key,
            columns: columns.ok_or_else(|| missing("columns"))?,
            rows,
        };
        if table.sources.is_empty() {
            return Err(missing("source"));
        }
        if table.key.is_empty() || table.key.iter().any(|column| !table.columns.contains(column)) {
            return Err(format!("facts/{name}.tsv: `key` names no column"));
        }
        Ok(table)
    }

    /// The table as it stands in its file.
    pub fn text(&self) -> String {
        let mut text = format!("# about: {}\n# as-of: {}\n# fresh-days: {}\n", self.about, self.as_of, self.fresh_days);
        for source in &self.sources {
            text.push_str(&format!("# source: {source}\n"));
        }
        text.push_str(&format!("# key: {}\n{}\n", self.key.join(" "), self.columns.join("\t")));
        for row in &self.rows {
            text.push_str(&row.join("\t"));
            text.push('\n');
        }
        text
    }

    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// The place of a column.
    pub fn column(&self, column: &str) -> Result<usize, String> {
        let found = self.columns.iter().position(|name| name == column);
        found.ok_or_else(|| format!("facts/{}.tsv has no column `{column}`", self.name))
    }

    /// The first row with that cell in a column.
    pub fn find(&self, column: &str, cell: &str) -> Result<Option<Row<'_>>, String> {
        let at = self.column(column)?;
        Ok(self.rows().find(|row| row.cells[at] == cell))
    }

    /// Changes one cell; says whether it was another.
    pub fn set(&mut self, row: usize, column: &str, cell: &str) -> Result<bool, String> {
        if cell.contains(['\t', '\n']) {
            return Err(format!("`{cell}` does not fit into one cell of facts/{}.tsv", self.name));
        }
        let at = self.column(column)?;
        let there = &mut self.rows[row][at];
        let changes = there != cell;
        if changes {
            cell.clone_into(there);
        }
        Ok(changes)
    }

    /// A new row with these cells and the others empty.
    pub fn push(&mut self, cells: &[(&str, &str)]) -> Result<(), String> {
        self.rows.push(vec![String::new(); self.columns.len()]);
        let row = self.rows.len() - 1;
        cells.iter().try_for_each(|(column, cell)| self.set(row, column, cell).map(drop))
    }
}

impl<'t> Row<'t> {
    /// The cell in a column; empty where the sources are silent.
    pub fn cell(self, column: &str) -> Result<&'t str, String> {
        Ok(&self.cells[self.table.column(column)?])
    }

    /// A cell that must be a number.
    pub fn number(self, column: &str) -> Result<u64, String> {
        self.maybe_number(column)?.ok_or_else(|| self.wrong(column, "a number"))
    }

    /// A cell that may be a number, or empty.
    pub fn maybe_number(self, column: &str) -> Result<Option<u64>, String> {
        match self.cell(column)? {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| self.wrong(column, "a number")),
        }
    }

    /// A cell that says yes or no.
    pub fn yes(self, column: &str) -> Result<bool, String> {
        match self.cell(column)? {
            "yes" => Ok(true),
            "no" | "" => Ok(false),
            _ => Err(self.wrong(column, "yes or no")),
        }
    }

    /// A cell that must be a day.
    pub fn day(self, column: &str) -> Result<Day, String> {
        Day::parse(self.cell(column)?).map_err(|problem| format!("{}: {problem}", self.place()))
    }

    /// The row's table and key, for a message.
    pub fn place(self) -> String {
        let key: Vec<&str> = self.table.key.iter().filter_map(|column| self.cell(column).ok()).collect();
        format!("facts/{}.tsv: {}", self.table.name, key.join(" "))
    }

    /// What is said of a cell of another form.
    pub fn wrong(self, column: &str, wanted: &str) -> String {
        format!("{}: `{column}` is `{}`, not {wanted}", self.place(), self.cell(column).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str =
        "# about: Small\n# as-of: 2026-11-23\n# fresh-days: 10\n# source: us\n# key: name\nname\tsize\na\t1\nb\t\n";

    #[test]
    fn what_is_read_is_written_again() -> Result<(), String> {
        let table = Table::parse("small", SMALL)?;
        assert_eq!(table.text(), SMALL);
        let sizes: Result<Vec<_>, _> = table.rows().map(|row| row.maybe_number("size")).collect();
        assert_eq!(sizes?, [Some(1), None]);
        Ok(())
    }

    #[test]
    fn what_is_not_a_table_says_why() {
        for (from, to, why) in [
            ("# about: Small\n", "", "no `about`"),
            ("2026-11-23", "2026-11-31", "not a day"),
            ("# source: us\n", "", "no `source`"),
            ("# key: name", "# key: nam", "names no column"),
            ("# key", "# kee", "no header is called"),
            ("a\t1", "a\t1\t2", "facts/small.tsv:7: 3 cells"),
            ("10", "ten", "number of days"),
        ] {
            let refused = Table::parse("small", &SMALL.replace(from, to)).unwrap_err();
            assert!(refused.contains(why), "{refused}");
        }
        let table = Table::parse("small", SMALL).unwrap();
        assert_eq!(table.rows().nth(1).unwrap().number("size").unwrap_err(), "facts/small.tsv: b: `size` is ``, not a number");
        assert!(table.column("colour").is_err());
    }
}
