//! Rows while columns are added to them: one SELECT as long as no column needs another of the same SELECT.

use super::dialect::Dialect;

/// Rows and the columns that are added to them.
pub(super) struct Steps {
    dialect: Dialect,
    /// What the names of the tables between begin with.
    name: String,
    /// The statements so far.
    pub(super) text: String,
    /// What is selected from.
    from: String,
    /// It can be read several times without being made anew.
    is_read: bool,
    columns: Vec<String>,
    added: Vec<(String, String)>,
    joins: String,
    tables: usize,
    is_joined: bool,
}

impl Steps {
    /// The rows of a view with these columns.
    pub(super) fn of(dialect: Dialect, name: &str, view: &str, columns: Vec<String>) -> Self {
        Self {
            dialect,
            name: name.to_owned(),
            text: String::new(),
            from: dialect.quoted(view),
            is_read: true,
            columns,
            added: Vec::new(),
            joins: String::new(),
            tables: 0,
            is_joined: false,
        }
    }

    /// Whether the rows have a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|one| one == column) || self.is_added(column)
    }

    fn is_added(&self, column: &str) -> bool {
        self.added.iter().any(|(id, _)| id == column)
    }

    /// The names of all columns.
    pub(super) fn all(&self) -> Vec<String> {
        let kept = self.columns.iter().filter(|column| !self.is_added(column)).cloned();
        kept.chain(self.added.iter().map(|(id, _)| id.clone())).collect()
    }

    /// The rows with these of their columns.
    pub(super) fn select(&self, columns: &[String]) -> String {
        let mut all = vec!["b.csr_dealer AS csr_dealer".to_owned()];
        for column in columns {
            let name = self.dialect.quoted(column);
            all.push(match self.added.iter().find(|(id, _)| id == column) {
                Some((_, expr)) => format!("{expr} AS {name}"),
                None => format!("b.{name} AS {name}"),
            });
        }
        format!("SELECT {} FROM {} b{}", all.join(", "), self.from, self.joins)
    }

    /// Adds a column that is made of others, or puts it in the place of one.
    pub(super) fn add(&mut self, column: &str, expr: String, needed: &[String]) {
        if self.is_added(column) || needed.iter().any(|other| self.is_added(other)) {
            let all = self.all();
            self.nest(format!("({})", self.select(&all)), all, false);
        }
        self.added.push((column.to_owned(), expr));
    }

    /// Keeps some of the rows.
    pub(super) fn keep(&mut self, filter: &str) {
        let all = self.all();
        self.nest(format!("(SELECT * FROM ({}) f WHERE {filter})", self.select(&all)), all, false);
    }

    /// Gives each row its place within others, and keeps those for which a condition holds.
    pub(super) fn place(&mut self, place: &str, filter: &str) {
        let all = self.all();
        let placed = format!("SELECT p.*, {place} AS csr_place FROM ({}) p", self.select(&all));
        self.nest(format!("(SELECT * FROM ({placed}) f WHERE {filter})"), all, false);
    }

    /// The rows as something that can be read several times, with these columns among others: a name.
    pub(super) fn read(&mut self, columns: &[String]) -> String {
        if !self.is_read || columns.iter().any(|column| self.is_added(column)) {
            let all = self.all();
            let name = format!("{}_{}", self.name, self.tables);
            self.text += &self.dialect.stored(&name, &self.select(&all));
            self.tables += 1;
            self.nest(self.dialect.quoted(&name), all, true);
        }
        self.from.clone()
    }

    /// Joins something to the rows, which are called `b`.
    pub(super) fn join(&mut self, rows: &str, alias: &str, condition: &str) {
        self.is_joined = true;
        self.joins += &format!(" LEFT JOIN ({rows}) {alias} ON {condition}");
    }

    fn nest(&mut self, from: String, columns: Vec<String>, is_read: bool) {
        (self.from, self.columns, self.is_read) = (from, columns, is_read);
        self.added.clear();
        self.joins.clear();
    }

    /// The statement that makes the rows with these columns, under a name. What needed others is made once.
    pub(super) fn finish(mut self, name: &str, columns: &[String], is_stored: bool) -> String {
        let select = self.select(columns);
        self.text += &if is_stored { self.dialect.stored(name, &select) } else { self.dialect.view(name, &select) };
        for at in 0..self.tables {
            self.text += &format!("DROP TABLE {};\n", self.dialect.quoted(&format!("{}_{at}", self.name)));
        }
        self.text
    }

    /// Whether something was joined to the rows on the way.
    pub(super) fn is_joined(&self) -> bool {
        self.is_joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_needs_a_new_one_is_made_behind_it() {
        let mut steps = Steps::of(Dialect::DuckDb, "step", "rows", vec!["a".to_owned()]);
        steps.add("b", "a + 1".to_owned(), &["a".to_owned()]);
        steps.add("a", "0 - a".to_owned(), &["a".to_owned()]);
        assert_eq!(
            steps.select(&steps.all()),
            "SELECT b.csr_dealer AS csr_dealer, a + 1 AS \"b\", 0 - a AS \"a\" FROM \"rows\" b"
        );
        steps.add("c", "b + 1".to_owned(), &["b".to_owned()]);
        assert!(
            steps
                .select(&["c".to_owned()])
                .starts_with("SELECT b.csr_dealer AS csr_dealer, b + 1 AS \"c\" FROM (SELECT")
        );
        assert_eq!(steps.all(), ["b", "a", "c"]);
        assert!(!steps.is_joined());
    }
}
