def parse(line):
    return int(line)


errors = []
for line in ["1", "two", "three"]:
    try:
        parse(line)
    except ValueError as e:
        e.add_note(f"in line {line!r}")
        errors.append(e)
raise ExceptionGroup("bad lines", errors)
