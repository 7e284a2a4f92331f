-- Per buyer in a pool: its part of the pool, and what of that is on paychecks. No worker is in it. Where most is missing
-- comes first.
WITH placed AS (
    SELECT b.*,
        CASE WHEN t.as_of <= p.deadline THEN b.short_cents ELSE 0 END AS pending_part,
        CASE WHEN t.as_of > p.deadline THEN b.short_cents ELSE 0 END AS short_part
    FROM passthrough b CROSS JOIN terms t
    JOIN pools p ON p.grower_id = b.grower_id AND p.period = b.period
)
SELECT buyer_id, grower_id, period, pool_cents, retained_cents, distributable_cents, reached_cents,
    pending_part AS pending_cents, short_part AS missing_cents,
    ROW_NUMBER() OVER (ORDER BY short_part DESC, pending_part DESC, pool_cents DESC, buyer_id, grower_id, period) AS place
FROM placed
