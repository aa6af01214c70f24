//! The same work on many things by several threads.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The results of `work` on each of `things`, in their order; each thread takes the next one that is left.
///
/// For work that asks polars, which has a pool of threads of its own: a thread of rayon would take up further things while
/// it waits for that pool, on a stack that grows with each.
///
/// # Panics
/// Where `work` does.
pub fn side_by_side<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(at) else { return done };
            done.push((at, work(thing)));
        }
    };
    let mut done = thread::scope(|scope| {
        let threads: Vec<_> =
            (1..thread::available_parallelism().map_or(1, NonZero::get)).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for thread in threads {
            done.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
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
        assert!(side_by_side(&[] as &[u64], |thing| *thing).is_empty());
    }
}
