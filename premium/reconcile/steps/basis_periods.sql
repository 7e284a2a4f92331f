-- A period in which a grower has a qualifying basis, and how much in all.
SELECT grower_id, period, CAST(SUM(basis) AS BIGINT) AS basis_total, COUNT(*) AS workers
FROM worker_basis
GROUP BY grower_id, period
