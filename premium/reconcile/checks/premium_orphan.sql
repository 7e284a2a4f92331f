-- A premium line is for a period that leads to no pool: paid as premium, but out of no premium money that is known.
-- Per premium line that repeats no other (contract, sections 5, 7 and 10).
SELECT 'grower' AS answers, NULL AS buyer_id, l.grower_id, l.worker_id, l.line_period AS period, l.line_id AS ref,
    l.amount_cents, NULL AS quantity, l.source_file, l.source_row
FROM premium_pooled l
WHERE NOT l.is_duplicate AND l.pool_period IS NULL
