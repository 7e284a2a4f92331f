-- The pool of a grower and the period that its money is for (contract, section 5), where anything is known of it.
SELECT grower_id, period, CAST(SUM(pool_money_cents) AS BIGINT) AS pool_cents
FROM ledger
GROUP BY grower_id, period
HAVING COUNT(money_in_cents) > 0
