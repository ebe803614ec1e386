use std::thread;

fn main() {
    let h = thread::Builder::new()
        .name("worker".into())
        .spawn(|| {
            let v: Vec<i32> = Vec::new();
            v.iter().max().copied().expect("no samples")
        })
        .unwrap();
    println!("{}", h.join().is_err());
    println!("orderly stop");
}
