fn read(p: *const i32) -> i32 {
    unsafe { std::ptr::read_volatile(p) }
}

fn main() {
    println!("{}", read(std::hint::black_box(16 as *const i32)));
}
