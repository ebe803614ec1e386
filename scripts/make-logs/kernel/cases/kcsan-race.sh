#: kernel=kcsan cpu=max,la57=off limit=120
fault lost_count
