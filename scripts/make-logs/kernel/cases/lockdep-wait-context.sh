#: kernel=debug mem=512 limit=120
fault wait_context
