fn total(v: &[u8]) -> u8 {
    let mut t = 0u8;
    for x in v {
        t += x;
    }
    t
}

fn main() {
    println!("{}", total(&[200, 100]));
}
