-- What growers answer, and whether each kind is only known with what work qualifies: pools are shared by that work, and
-- which pool a line of premium belongs to follows from it. A repeated, reversed or clawed-back line is one all the same.
SELECT *, kind IN (
    'pool_without_basis', 'pool_undistributed', 'pool_short', 'premium_missing', 'premium_short', 'premium_late',
    'premium_unqualified', 'premium_orphan'
) AS of_pools
FROM findings
WHERE answers = 'grower'
