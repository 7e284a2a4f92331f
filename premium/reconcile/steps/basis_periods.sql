-- A period in which a grower has a qualifying basis: what it is measured by, how much in all, and among how many.
SELECT grower_id, period, basis_kind, CAST(SUM(basis) AS BIGINT) AS basis_total, COUNT(*) AS workers
FROM worker_basis
GROUP BY grower_id, period, basis_kind
