#: kernel=debug mem=512 limit=120
fault unlock_twice
