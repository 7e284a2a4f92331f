-- Premium that was on a paycheck was taken back by a negative premium line.
-- Per negative premium line (contract, section 10).
SELECT 'grower' AS answers, NULL AS buyer_id, l.grower_id, l.worker_id,
    COALESCE(l.pool_period, l.line_period) AS period, l.line_id AS ref, l.amount_cents, NULL AS quantity,
    l.source_file, l.source_row
FROM premium_pooled l
WHERE l.amount_cents < 0
