use std::cell::RefCell;

fn visit(tree: &RefCell<Vec<i32>>) {
    for n in tree.borrow().iter() {
        tree.borrow_mut().push(*n);
    }
}

fn main() {
    visit(&RefCell::new(vec![1]));
}
