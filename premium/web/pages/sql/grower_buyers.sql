-- Who pays in on a grower's goods, and what the books say of it, over all periods.
SELECT buyer_id, CAST(SUM(due_cents) AS BIGINT) AS due_cents, CAST(SUM(paid_cents) AS BIGINT) AS paid_cents,
    CAST(SUM(received_cents) AS BIGINT) AS received_cents, CAST(SUM(money_in_cents) AS BIGINT) AS money_in_cents,
    CAST(SUM(outstanding_cents) AS BIGINT) AS outstanding_cents
FROM ledger
WHERE grower_id = $grower
GROUP BY buyer_id
ORDER BY due_cents DESC NULLS LAST, buyer_id
LIMIT 100
