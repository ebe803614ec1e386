#: kernel=kcsan limit=120
fault lost_count
