-- A grower's workers, those first to whom most is missing.
WITH placed AS (
    SELECT w.*, COUNT(*) OVER () AS total,
        ROW_NUMBER() OVER (
            ORDER BY w.missing_cents DESC NULLS LAST, w.pending_cents DESC NULLS LAST, w.worker_id
        ) AS place
    FROM workers w
    WHERE w.grower_id = $grower
)
SELECT * FROM placed WHERE place > $after ORDER BY place LIMIT $most
