fn pick(v: &[i32], i: usize) -> i32 {
    v[i]
}

fn main() {
    println!("{}", pick(&[1, 2, 3], 7));
}
