-- Workers of a pool, the worst first: most short, then most paid beyond. `after` is the last worker of the page before.
WITH placed AS (
    SELECT e.*,
        ROW_NUMBER() OVER (ORDER BY e.short_cents DESC, e.excess_cents DESC, e.worker_id) AS place,
        worker_token(e.grower_id, e.worker_id) AS token
    FROM entitlements e
    WHERE e.grower_id = $grower AND e.period = $period AND ($status IS NULL OR e.status = $status)
)
SELECT * FROM placed
WHERE place > COALESCE((SELECT place FROM placed WHERE token = $after), 0)
ORDER BY place
LIMIT $most
