fault in_thread
