-- What has not landed, by buyer and the period that the money is for: an origin's pool by the buyers' money, then the
-- workers' share by what each got of the pool, largest remainders first, as in a pool (contract, sections 5 and 8).
WITH money AS (
    SELECT
        m.buyer_id, m.grower_id, m.period, o.deadline, o.distributable_cents AS whole_share_cents,
        mul_div(o.pool_cents, m.pool_money_cents, SUM(m.pool_money_cents) OVER origin) AS floor_cents,
        mul_rem(o.pool_cents, m.pool_money_cents, SUM(m.pool_money_cents) OVER origin) AS remainder,
        o.pool_cents AS whole_cents
    FROM ledger m
    JOIN origins o ON o.grower_id = m.grower_id AND o.period = m.period
    WHERE o.landed_period IS NULL AND o.pool_cents > 0 AND m.pool_money_cents > 0
    WINDOW origin AS (PARTITION BY m.grower_id, m.period)
),
placed_money AS (
    SELECT *,
        whole_cents - SUM(floor_cents) OVER (PARTITION BY grower_id, period) AS left_over_cents,
        ROW_NUMBER() OVER (PARTITION BY grower_id, period ORDER BY remainder DESC, buyer_id) AS place
    FROM money
),
pooled AS (
    SELECT
        buyer_id, grower_id, period, deadline, whole_cents, whole_share_cents,
        floor_cents + CASE WHEN place <= left_over_cents THEN 1 ELSE 0 END AS pool_cents
    FROM placed_money
),
shared AS (
    SELECT
        buyer_id, grower_id, period, deadline, pool_cents, whole_share_cents,
        mul_div(whole_share_cents, pool_cents, whole_cents) AS floor_cents,
        mul_rem(whole_share_cents, pool_cents, whole_cents) AS remainder
    FROM pooled
),
placed_shares AS (
    SELECT *,
        whole_share_cents - SUM(floor_cents) OVER (PARTITION BY grower_id, period) AS left_over_cents,
        ROW_NUMBER() OVER (PARTITION BY grower_id, period ORDER BY remainder DESC, buyer_id) AS place
    FROM shared
)
SELECT
    buyer_id, grower_id, period, deadline, pool_cents,
    floor_cents + CASE WHEN place <= left_over_cents THEN 1 ELSE 0 END AS distributable_cents
FROM placed_shares
