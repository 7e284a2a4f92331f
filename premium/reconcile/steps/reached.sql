-- What of a worker's share reached the paycheck, what is short, and what went beyond it (contract, section 7).
WITH met AS (
    SELECT
        COALESCE(s.grower_id, p.grower_id) AS grower_id,
        COALESCE(s.period, p.period) AS period,
        COALESCE(s.worker_id, p.worker_id) AS worker_id,
        s.basis,
        COALESCE(s.entitled_cents, 0) AS entitled_cents,
        COALESCE(p.paid_cents, 0) AS paid_cents,
        p.worker_id IS NOT NULL AS has_lines
    FROM shares s
    FULL JOIN worker_paid p ON p.grower_id = s.grower_id AND p.period = s.period AND p.worker_id = s.worker_id
)
SELECT *,
    CASE WHEN paid_cents < 0 THEN 0 WHEN paid_cents < entitled_cents THEN paid_cents ELSE entitled_cents END
        AS reached_cents
FROM met
