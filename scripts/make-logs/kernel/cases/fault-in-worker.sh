fault in_worker
