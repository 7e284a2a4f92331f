-- The identifiers whose lines count as this worker's, as people confirmed.
SELECT worker_id, reason, confirmed_by, confirmed_on, lines, source_row
FROM worker_identities
WHERE grower_id = $grower AND is_worker_id = $worker AND lines > 0
ORDER BY worker_id
