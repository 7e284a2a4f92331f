-- Workers of an identifier, and how many they are; two growers may have one of the same.
SELECT token, grower_id, missing_cents, pending_cents, COUNT(*) OVER () AS in_all
FROM workers
WHERE worker_id = $worker
ORDER BY grower_id
LIMIT 100
