fn depth(n: u64) -> u64 {
    let pad = std::hint::black_box([n; 64]);
    1 + depth(n + 1) + pad[3]
}

fn main() {
    println!("{}", depth(0));
}
