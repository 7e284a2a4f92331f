-- Findings, the largest amount first; any part of the question may be left open. `after` is the last one of the page before.
WITH asked AS (
    SELECT finding_id, kind, answers, buyer_id, grower_id, worker_id, period, ref, amount_cents, quantity, article, class,
        abs(amount_cents) AS size
    FROM findings
    WHERE ($kind IS NULL OR kind = $kind) AND ($grower IS NULL OR grower_id = $grower)
        AND ($answers IS NULL OR answers = $answers) AND ($period IS NULL OR period = $period)
        AND ($class IS NULL OR COALESCE(class, 'none') = $class)
),
last AS (SELECT COALESCE(size, -1) AS size, finding_id FROM asked WHERE finding_id = $after)
SELECT a.*, CASE WHEN a.worker_id IS NOT NULL THEN worker_token(a.grower_id, a.worker_id) END AS token
FROM asked a
LEFT JOIN last l ON true
WHERE $after IS NULL OR COALESCE(a.size, -1) < l.size OR (COALESCE(a.size, -1) = l.size AND a.finding_id > l.finding_id)
ORDER BY a.size DESC NULLS LAST, a.finding_id
LIMIT $most
