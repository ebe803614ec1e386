import json


class Store:
    def __init__(self, rows):
        self.rows = rows

    def price(self, key):
        return self.rows[key]["price"]


def total(store, keys):
    return sum(store.price(k) for k in keys)


store = Store(json.loads('{"apple": {"price": 3}}'))
print(total(store, ["apple"]))
print(total(store, ["apple", "pear"]))
