-- The identifiers that people confirmed to be another's, where pay lines bear them.
SELECT grower_id, worker_id, is_worker_id
FROM worker_identities
WHERE lines > 0
ORDER BY grower_id, worker_id
