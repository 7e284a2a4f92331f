-- The identities of section 7, added up over everything, with both their sides. The proofs hold them place by place.
WITH sums AS (
    SELECT
        (SELECT COALESCE(SUM(pool_cents), 0) FROM pools) AS pool,
        (SELECT COALESCE(SUM(retained_cents + distributable_cents), 0) FROM pools) AS kept_and_shared,
        (SELECT COALESCE(SUM(distributable_cents), 0) FROM pools) AS shared,
        (SELECT COALESCE(SUM(reached_cents + short_cents), 0) FROM pools) AS reached_and_short,
        (SELECT COALESCE(SUM(amount_cents), 0) FROM premium_lines WHERE status <> 'duplicate' AND period IS NOT NULL)
            AS counted,
        (SELECT COALESCE(SUM(reached_cents + excess_cents), 0) FROM pools) AS reached_and_excess,
        (SELECT COALESCE(SUM(l.amount_cents), 0) FROM payroll l JOIN pool_checks c ON c.run WHERE l.kind = 'premium')
            AS premium,
        (SELECT COALESCE(SUM(amount_cents), 0) FROM premium_lines) AS placed,
        (SELECT COALESCE(SUM(due_cents), 0) FROM ledger WHERE outstanding_cents IS NOT NULL) AS due,
        (SELECT COALESCE(SUM(money_in_cents + outstanding_cents), 0) FROM ledger WHERE outstanding_cents IS NOT NULL)
            AS in_and_outstanding,
        (SELECT COALESCE(SUM(l.pool_money_cents), 0) FROM ledger l JOIN pool_checks c ON c.run) AS pool_money,
        (SELECT COALESCE(SUM(pool_cents), 0) FROM origins) AS origins_placed
)
SELECT 'pool = retained + distributable' AS identity, CAST(pool AS BIGINT) AS left_cents,
    CAST(kept_and_shared AS BIGINT) AS right_cents FROM sums
UNION ALL
SELECT 'distributable = reached + short', CAST(shared AS BIGINT), CAST(reached_and_short AS BIGINT) FROM sums
UNION ALL
SELECT 'counted premium lines = reached + excess', CAST(counted AS BIGINT), CAST(reached_and_excess AS BIGINT) FROM sums
UNION ALL
SELECT 'premium lines = counted + orphan + duplicate', CAST(premium AS BIGINT), CAST(placed AS BIGINT) FROM sums
UNION ALL
SELECT 'due = money in + outstanding', CAST(due AS BIGINT), CAST(in_and_outstanding AS BIGINT) FROM sums
UNION ALL
SELECT 'pool money = landed + not landed + not positive', CAST(pool_money AS BIGINT), CAST(origins_placed AS BIGINT)
FROM sums
