-- The three workers' findings with the most missing.
SELECT ROW_NUMBER() OVER (ORDER BY amount_cents DESC, finding_id) AS place, finding_id, kind, grower_id, worker_id, period,
    amount_cents
FROM findings
WHERE kind IN ('premium_missing', 'premium_short')
QUALIFY place <= 3
