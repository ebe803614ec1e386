def walk(tree):
    return 1 + walk(tree["next"])


tree = {}
tree["next"] = tree
print(walk(tree))
