-- Each worker with a basis in a period that holds a pool has a share of it, and nobody else has. It starts from the work.
WITH bases AS (
    SELECT w.grower_id, w.period, w.worker_id
    FROM worked w
    JOIN landed_pools p ON p.grower_id = w.grower_id AND p.period = w.period
    JOIN period_basis k ON k.grower_id = w.grower_id AND k.period = w.period
    LEFT JOIN measured_work m ON m.grower_id = w.grower_id AND m.period = w.period AND m.worker_id = w.worker_id
    WHERE (k.basis_kind IN ('gross', 'equal') AND w.gross_cents > 0) OR m.measure_e4 > 0
),
sides AS (
    SELECT grower_id, period, worker_id, 1 AS left_rows, 0 AS right_rows FROM bases
    UNION ALL
    SELECT grower_id, period, worker_id, 0, 1 FROM entitlements WHERE basis IS NOT NULL
)
SELECT grower_id || ' ' || CAST(period AS STRING) || ' ' || worker_id AS place, SUM(left_rows) AS left_side,
    SUM(right_rows) AS right_side
FROM sides
GROUP BY grower_id, period, worker_id
HAVING SUM(left_rows) <> 1 OR SUM(right_rows) <> 1
