#: kernel=debug mem=512 limit=120
fault bad_page_state
