-- A premium line repeats another on the same check, so it counts for nothing.
-- Per repeated line; the line that it repeats is evidence too (contract, sections 7 and 10).
WITH repeats AS (
    SELECT l.grower_id, l.worker_id, COALESCE(l.pool_period, l.line_period) AS period, l.line_id, l.amount_cents,
        l.source_file, l.source_row, r.first_file, r.first_row
    FROM premium_pooled l
    JOIN premium_repeats r ON r.source_file = l.source_file AND r.source_row = l.source_row
)
SELECT 'grower' AS answers, NULL AS buyer_id, grower_id, worker_id, period, line_id AS ref, amount_cents,
    NULL AS quantity, source_file, source_row
FROM repeats
UNION ALL
SELECT 'grower', NULL, grower_id, worker_id, period, line_id, amount_cents, NULL, first_file, first_row
FROM repeats
