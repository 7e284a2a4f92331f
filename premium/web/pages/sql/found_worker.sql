-- Workers of an identifier; two growers may have one of the same.
SELECT token, grower_id, missing_cents, pending_cents FROM workers WHERE worker_id = $worker ORDER BY grower_id LIMIT 100
