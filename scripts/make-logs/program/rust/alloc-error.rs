fn main() {
    let v: Vec<u8> = Vec::with_capacity(std::hint::black_box(1usize << 46));
    println!("{}", v.capacity());
}
