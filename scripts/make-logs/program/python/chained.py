class ConfigError(Exception):
    pass


def read(name):
    with open(name) as f:
        return f.read()


def load(name):
    try:
        return int(read(name))
    except OSError as e:
        raise ConfigError(f"cannot load {name}") from e


def main():
    try:
        load("missing.conf")
    except ConfigError as e:
        print("falling back:", e.reason)


main()
