-- The second half of the way from due to reached: from what came in to what is on the paychecks. It is there only where
-- pools can be looked at.
WITH books AS (
    SELECT SUM(pool_money_cents) - COALESCE(SUM(money_in_cents), 0) AS booked_above_paid FROM ledger
),
kept AS (
    SELECT
        SUM(CASE WHEN o.pool_cents <= 0 THEN -o.pool_cents END) AS not_positive,
        SUM(CASE WHEN o.pool_cents > 0 AND o.landed_period IS NULL AND t.as_of <= o.deadline THEN o.pool_cents END) AS waiting,
        SUM(CASE WHEN o.pool_cents > 0 AND o.landed_period IS NULL AND t.as_of > o.deadline THEN o.pool_cents END) AS stranded
    FROM origins o CROSS JOIN terms t
),
landed AS (
    SELECT SUM(pool_cents) AS pool, SUM(retained_cents) AS retained, SUM(distributable_cents) AS shared,
        SUM(reached_cents) AS reached
    FROM pools
),
short AS (
    SELECT
        SUM(CASE WHEN t.as_of <= p.deadline THEN e.short_cents END) AS pending,
        SUM(CASE WHEN t.as_of > p.deadline AND e.status IN ('missing', 'short') THEN e.short_cents END) AS short,
        SUM(CASE WHEN t.as_of > p.deadline AND e.status NOT IN ('missing', 'short') THEN e.short_cents END) AS shaved
    FROM entitlements e CROSS JOIN terms t JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
),
flow AS (
    SELECT 21 AS place, 'booked_above_paid' AS item, 'leak' AS kind, booked_above_paid AS amount, 'grower' AS answers FROM books
    UNION ALL SELECT 22, 'not_positive', 'leak', not_positive, 'program' FROM kept
    UNION ALL SELECT 23, 'waiting_for_harvest', 'leak', -waiting, 'none' FROM kept
    UNION ALL SELECT 24, 'not_distributed', 'leak', -stranded, 'grower' FROM kept
    UNION ALL SELECT 30, 'pooled', 'station', pool, NULL FROM landed
    UNION ALL SELECT 31, 'kept', 'leak', -retained, 'none' FROM landed
    UNION ALL SELECT 40, 'share', 'station', shared, NULL FROM landed
    UNION ALL SELECT 41, 'pending', 'leak', -pending, 'none' FROM short
    UNION ALL SELECT 42, 'short', 'leak', -short, 'grower' FROM short
    UNION ALL SELECT 43, 'shaved', 'leak', -shaved, 'grower' FROM short
    UNION ALL SELECT 50, 'reached', 'station', reached, NULL FROM landed
)
SELECT f.place, f.item, f.kind, CAST(f.amount AS BIGINT) AS amount_cents, f.answers
FROM flow f
JOIN pool_checks c ON c.run
