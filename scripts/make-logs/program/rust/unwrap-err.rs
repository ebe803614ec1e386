fn open(name: &str) -> std::fs::File {
    std::fs::File::open(name).expect("the table must be there")
}

fn main() {
    open("missing.db");
}
