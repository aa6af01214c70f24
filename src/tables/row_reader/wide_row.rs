//! A row of a wide list: one row an attempt.

use super::{GridCell, Layout, Lent, Problem, Reader, Rows, Value};

impl Reader<'_> {
    /// One row an attempt. The row of the sheet is used where any of them is; a row without an attempt is used too: the
    /// customer was not called yet.
    pub(super) fn wide_row(&mut self, row: u32, lent: &Lent<'_>, layout: &Layout<'_>, out: &mut Rows) {
        let cells: &[GridCell] = &lent.cells;
        let read = std::mem::take(&mut self.values);
        let (of_row, of_attempts): (Vec<Problem>, Vec<Problem>) =
            self.problems.drain(..).partition(|problem| out.block.columns[problem.column].attempt == 0);
        let refused = |at: usize| of_attempts.iter().any(|problem| problem.column == at);
        let mut made = layout.made(|at| read[at] != Value::Nothing || refused(at));
        let nobody_called = made.is_empty() && !layout.speaks(&read);
        if made.is_empty() {
            made.push(0);
        }
        let (mut rows, mut attempts) = (Vec::new(), of_attempts);
        let last = made.last().copied();
        for attempt in made {
            self.values = layout.row(&read, attempt, Some(attempt) == last);
            let own = |problem: &mut Problem| out.block.columns[problem.column].attempt == attempt;
            self.problems = attempts.extract_if(.., own).collect();
            let unmet = self.unmet(&self.values, out);
            rows.push((attempt, std::mem::take(&mut self.values), std::mem::take(&mut self.problems), unmet));
        }
        let is_kept = |unmet: &[Vec<usize>]| unmet.is_empty();
        let mut kept: Vec<&mut Vec<Value>> =
            rows.iter_mut().filter(|row| is_kept(&row.3)).map(|(_, values, ..)| values).collect();
        layout.answer_once(&mut kept, self.schema);
        let own = self.own(&read, lent, out);
        if kept.is_empty() && !self.is_row(row, lent, &own, out) {
            return;
        }
        self.problems = of_row;
        self.teller.report(&mut self.problems, row, 0, out, None);
        let others = self.others.hash(self.grid, &out.block, self.schema, &read, cells);
        if kept.is_empty() && !nobody_called {
            out.counts.rejected += 1;
        } else {
            out.counts.used += 1;
        }
        for (attempt, values, problems, unmet) in rows {
            (self.values, self.problems) = (values, problems);
            if unmet.is_empty() || nobody_called {
                self.teller.report(&mut self.problems, row, attempt, out, None);
                out.rows.push(row);
                out.attempts.push(attempt);
                out.others.push(others);
                out.values.extend_from_slice(&self.values);
            } else {
                self.teller.report(&mut self.problems, row, attempt, out, Some(&unmet));
            }
        }
    }
}
