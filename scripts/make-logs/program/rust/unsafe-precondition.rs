fn main() {
    let v = vec![1u64, 2];
    let p = v.as_ptr() as usize + 1;
    let s = unsafe { std::slice::from_raw_parts(p as *const u64, 1) };
    println!("{}", s[0]);
}
