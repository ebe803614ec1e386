#: kernel=debug mem=512 limit=120
fault bad_free
