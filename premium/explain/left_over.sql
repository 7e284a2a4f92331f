-- Who got the cents left over in a pool, in the order in which they got them.
SELECT worker_id, remainder, place
FROM shares
WHERE grower_id = $grower AND period = $period AND place <= left_over_cents
ORDER BY place
LIMIT 12
