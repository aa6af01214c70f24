//! The embedded folders are read at compile time: a new file in them must build the program anew.

fn main() {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=examples/demo-dealer");
}
