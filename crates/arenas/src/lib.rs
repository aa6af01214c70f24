//! How many arenas the C library of Linux allocates from.
//!
//! It gives up to eight a processor, a thread its own, and what one thread has freed no other thread is given. The report of a
//! large dealer goes from thread to thread, and so took up half as much memory again as it ever held at a time.
//!
//! A crate of its own, since the call into the C library is the only thing here that the compiler cannot check.

/// Lets all threads share as many arenas as there are processors: with fewer they wait for each other, with more they take
/// up memory that others have freed. To be called before there is a second thread; elsewhere than with glibc nothing happens.
pub fn one_a_processor() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let arenas = libc::c_int::try_from(processors).unwrap_or(libc::c_int::MAX);
        // SAFETY: mallopt takes two numbers by value and keeps the second; it touches no memory of ours. A limit that it
        // does not know it refuses, which is as good as not having asked.
        unsafe { libc::mallopt(libc::M_ARENA_MAX, arenas) };
    }
}
