-- Every worker of a run, by the token that stands for them in addresses, with how they stand over all their pools.
WITH everybody AS (
    SELECT grower_id, worker_id FROM payroll GROUP BY grower_id, worker_id
),
stands AS (
    SELECT e.grower_id, e.worker_id,
        CAST(SUM(e.entitled_cents) AS BIGINT) AS entitled_cents, CAST(SUM(e.paid_cents) AS BIGINT) AS paid_cents,
        CAST(SUM(e.reached_cents) AS BIGINT) AS reached_cents, CAST(SUM(e.excess_cents) AS BIGINT) AS excess_cents,
        CAST(SUM(CASE WHEN t.as_of > p.deadline THEN e.short_cents ELSE 0 END) AS BIGINT) AS missing_cents,
        CAST(SUM(CASE WHEN t.as_of <= p.deadline THEN e.short_cents ELSE 0 END) AS BIGINT) AS pending_cents
    FROM entitlements e CROSS JOIN terms t
    JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
    GROUP BY e.grower_id, e.worker_id
)
SELECT worker_token(w.grower_id, w.worker_id) AS token, w.grower_id, w.worker_id,
    s.entitled_cents, s.paid_cents, s.reached_cents, s.excess_cents, s.missing_cents, s.pending_cents
FROM everybody w
LEFT JOIN stands s ON s.grower_id = w.grower_id AND s.worker_id = w.worker_id
