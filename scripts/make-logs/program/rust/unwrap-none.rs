use std::collections::HashMap;

struct Config {
    values: HashMap<String, String>,
}

impl Config {
    fn port(&self) -> u16 {
        self.values.get("port").unwrap().parse().unwrap()
    }
}

fn main() {
    let c = Config { values: HashMap::new() };
    println!("{}", c.port());
}
