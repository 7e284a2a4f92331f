-- How each worker stands in each pool, with how the share came about, and the sums that the statement begins with. A
-- worker's pools come in the order of the page: what is missing first, the largest first. $everybody: also workers from
-- whom nothing is missing. is_unsure: what a worker is to have, or has got, may be more than the records say: lines of
-- theirs do not say what work they are for, or rows were set aside of a payroll file that has lines of the grower's. A
-- file of which no line was taken may be any grower's.
WITH set_aside AS (
    SELECT DISTINCT source_file FROM rejects WHERE table_name = 'payroll'
),
read_in_part AS (
    SELECT DISTINCT s.source_file, p.grower_id
    FROM set_aside s
    LEFT JOIN payroll p ON p.source_file = s.source_file
),
classless AS (
    SELECT DISTINCT grower_id, worker_id FROM findings WHERE kind = 'class_missing'
),
placed AS (
    SELECT
        e.grower_id, e.worker_id, e.period, e.basis, e.entitled_cents, e.paid_cents, e.reached_cents, e.short_cents, e.status,
        p.pool_cents, p.retained_cents, p.distributable_cents, p.deadline, b.basis_kind, b.basis_total, b.workers,
        CASE
            WHEN e.short_cents = 0 THEN 'reached'
            WHEN t.as_of <= p.deadline THEN 'pending'
            WHEN e.status IN ('missing', 'short') THEN 'missing'
            ELSE 'rounding'
        END AS stands
    FROM entitlements e
    CROSS JOIN terms t
    JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
    LEFT JOIN basis_periods b ON b.grower_id = e.grower_id AND b.period = e.period AND e.basis IS NOT NULL
    WHERE ($grower IS NULL OR e.grower_id = $grower) AND ($worker IS NULL OR e.worker_id = $worker)
),
summed AS (
    SELECT
        grower_id, worker_id,
        CAST(SUM(CASE WHEN stands = 'missing' THEN short_cents ELSE 0 END) AS BIGINT) AS all_missing_cents,
        CAST(SUM(CASE WHEN stands = 'pending' THEN short_cents ELSE 0 END) AS BIGINT) AS all_pending_cents,
        CAST(SUM(CASE WHEN stands = 'rounding' THEN short_cents ELSE 0 END) AS BIGINT) AS all_rounding_cents,
        CAST(SUM(entitled_cents) AS BIGINT) AS all_entitled_cents,
        CAST(SUM(reached_cents) AS BIGINT) AS all_reached_cents,
        CAST(SUM(paid_cents) AS BIGINT) AS all_paid_cents,
        COUNT(basis) AS shares,
        MAX(CASE WHEN stands = 'pending' THEN deadline END) AS last_deadline
    FROM placed
    GROUP BY grower_id, worker_id
)
SELECT p.*, w.* EXCLUDE (grower_id, worker_id),
    c.worker_id IS NOT NULL
        OR EXISTS (SELECT 1 FROM read_in_part r WHERE r.grower_id IS NULL OR r.grower_id = p.grower_id) AS is_unsure,
    ROW_NUMBER() OVER (
        PARTITION BY p.grower_id, p.worker_id
        ORDER BY CASE p.stands WHEN 'missing' THEN 1 WHEN 'pending' THEN 2 WHEN 'rounding' THEN 3 ELSE 4 END,
            p.short_cents DESC, p.entitled_cents DESC, p.period DESC
    ) AS place
FROM placed p
JOIN summed w ON w.grower_id = p.grower_id AND w.worker_id = p.worker_id
LEFT JOIN classless c ON c.grower_id = p.grower_id AND c.worker_id = p.worker_id
WHERE $everybody OR w.all_missing_cents > 0
ORDER BY p.grower_id, p.worker_id, place
