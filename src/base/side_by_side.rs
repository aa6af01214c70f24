//! The same work on many things by several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use polars_core::runtime::THREAD_POOL;

/// So many wait for the disk at a time.
const WAITING: usize = 8;

/// One at a time asks polars' threads for all of them: two works of one thread could wait for each other.
static ASKING: Mutex<()> = Mutex::new(());

/// The results of `work` on each of `things`, in their order; each thread takes the next one that is left.
///
/// For work that asks polars: it is done on polars' own threads, which need not be woken with each question. Each of them has
/// its own share, which no other takes over: a thread that waits for a part of its question, with a lock in its hand, must not
/// begin another thing that waits for that lock.
///
/// # Panics
/// Where `work` does.
pub fn side_by_side<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if things.is_empty() || THREAD_POOL.current_thread_index().is_some() {
        return things.iter().map(work).collect();
    }
    let _asking = ASKING.lock().unwrap_or_else(PoisonError::into_inner);
    let next = AtomicUsize::new(0);
    let done = THREAD_POOL.broadcast(|_| taken(&next, things, &work));
    in_order(done.into_iter().flatten().collect())
}

/// The same for work that waits for the disk more than it computes: a disk makes several files last in the time of one.
///
/// # Panics
/// Where `work` does.
pub fn waiting_together<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    on_threads(WAITING, things, work)
}

/// The results of two works, the first of them on a thread of its own.
///
/// # Panics
/// Where one of them does.
pub fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

fn on_threads<T: Sync, R: Send>(threads: usize, things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || taken(&next, things, &work);
    in_order(thread::scope(|scope| {
        let threads: Vec<_> = (1..threads.min(things.len())).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for thread in threads {
            done.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    }))
}

/// What one thread makes of those that it takes.
fn taken<T, R>(next: &AtomicUsize, things: &[T], work: &impl Fn(&T) -> R) -> Vec<(usize, R)> {
    let mut done = Vec::new();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(thing) = things.get(at) else { return done };
        done.push((at, work(thing)));
    }
}

fn in_order<R>(mut done: Vec<(usize, R)>) -> Vec<R> {
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_has_its_result_at_its_place() {
        let things: Vec<u64> = (0..1000).collect();
        let doubled: Vec<u64> = things.iter().map(|thing| 2 * thing).collect();
        assert_eq!(side_by_side(&things, |thing| 2 * thing), doubled);
        assert_eq!(waiting_together(&things[..5], |thing| 2 * thing), doubled[..5]);
        assert!(side_by_side(&[] as &[u64], |thing| *thing).is_empty());
        assert_eq!(both(|| things.len(), || doubled.len()), (1000, 1000));
    }
}
