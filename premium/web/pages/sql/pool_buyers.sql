-- Whose money a pool holds, and what became of it.
SELECT buyer_id, pool_cents, retained_cents, distributable_cents, reached_cents, short_cents
FROM passthrough
WHERE grower_id = $grower AND period = $period
ORDER BY pool_cents DESC, buyer_id
LIMIT 100
