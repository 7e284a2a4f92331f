-- Where the money and the lines of a period land: the grower's first period, that one or later, with a qualifying basis
-- (contract, section 5). NULL: no later period has one.
WITH starts AS (
    SELECT grower_id, period FROM origin_pools
    UNION SELECT grower_id, line_period FROM premium_dated
)
SELECT s.grower_id, s.period, MIN(b.period) AS landed_period
FROM starts s
LEFT JOIN basis_periods b ON b.grower_id = s.grower_id AND b.period >= s.period
GROUP BY s.grower_id, s.period
