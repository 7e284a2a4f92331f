-- A buyer with money above zero in a pool, over all the origins that landed in it (contract, section 8).
SELECT m.buyer_id, m.grower_id, o.landed_period AS period, CAST(SUM(m.pool_money_cents) AS BIGINT) AS money_cents
FROM ledger m
JOIN origins o ON o.grower_id = m.grower_id AND o.period = m.period AND o.landed_period IS NOT NULL
GROUP BY m.buyer_id, m.grower_id, o.landed_period
HAVING SUM(m.pool_money_cents) > 0
