-- Who the lines of an identifier count as; the grower may be left open.
SELECT grower_id, is_worker_id
FROM worker_identities
WHERE worker_id = $worker AND ($grower IS NULL OR grower_id = $grower)
ORDER BY grower_id
