import logging

logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
log = logging.getLogger("app.jobs")


def run(job):
    return job["steps"][0]()


log.info("started")
for job in ({"id": 1, "steps": [dict]}, {"id": 2, "steps": []}):
    try:
        run(job)
    except Exception:
        log.exception("job %d failed", job["id"])
log.info("stopped")
