-- What was found about a worker, the largest first.
SELECT finding_id, kind, answers, period, ref, amount_cents, article, class
FROM findings
WHERE grower_id = $grower AND worker_id = $worker
ORDER BY abs(amount_cents) DESC NULLS LAST, finding_id
LIMIT 100
