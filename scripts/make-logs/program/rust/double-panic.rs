struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        panic!("the lock is poisoned");
    }
}

fn main() {
    let _g = Guard;
    panic!("bad frame");
}
