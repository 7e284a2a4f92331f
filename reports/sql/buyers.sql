-- Per buyer: what it owed and paid, and what became of its money in the pools. No worker is in it. `unknown_rows` counts
-- the rows of the ledger of which due or paid is not known: what is not known is in no sum.
WITH money AS (
    SELECT buyer_id, CAST(SUM(due_cents) AS BIGINT) AS due_cents, CAST(SUM(money_in_cents) AS BIGINT) AS money_in_cents,
        CAST(SUM(outstanding_cents) AS BIGINT) AS outstanding_cents,
        COUNT(CASE WHEN outstanding_cents IS NULL THEN 1 END) AS unknown_rows
    FROM ledger
    GROUP BY buyer_id
),
shared AS (
    SELECT b.buyer_id, CAST(SUM(b.pool_cents) AS BIGINT) AS pool_cents,
        CAST(SUM(b.retained_cents) AS BIGINT) AS retained_cents,
        CAST(SUM(b.distributable_cents) AS BIGINT) AS distributable_cents,
        CAST(SUM(b.reached_cents) AS BIGINT) AS reached_cents,
        CAST(SUM(CASE WHEN t.as_of <= p.deadline THEN b.short_cents ELSE 0 END) AS BIGINT) AS pending_cents,
        CAST(SUM(CASE WHEN t.as_of > p.deadline THEN b.short_cents ELSE 0 END) AS BIGINT) AS missing_cents
    FROM passthrough b CROSS JOIN terms t
    JOIN pools p ON p.grower_id = b.grower_id AND p.period = b.period
    GROUP BY b.buyer_id
)
SELECT m.buyer_id, m.due_cents, m.money_in_cents, m.outstanding_cents, m.unknown_rows, s.pool_cents, s.retained_cents,
    s.distributable_cents, s.reached_cents, s.pending_cents, s.missing_cents,
    ROW_NUMBER() OVER (ORDER BY m.due_cents DESC NULLS LAST, m.buyer_id) AS place
FROM money m
LEFT JOIN shared s ON s.buyer_id = m.buyer_id
