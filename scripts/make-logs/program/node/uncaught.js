class Store {
  constructor(rows) {
    this.rows = rows;
  }
  price(key) {
    return this.rows.get(key).price;
  }
}

const total = (store, keys) => keys.reduce((sum, key) => sum + store.price(key), 0);

console.log(total(new Store(new Map([['apple', { price: 3 }]])), ['apple', 'pear']));
