#: kernel=debug cpu=max,la57=off mem=512 limit=120
fault might
