-- Per grower and period: a pool, its deadline, and why it fell short, if it did. Where most is missing comes first.
WITH placed AS (
    SELECT p.*,
        CASE WHEN t.as_of <= p.deadline THEN p.short_cents ELSE 0 END AS pending_part,
        CASE WHEN t.as_of > p.deadline THEN p.short_cents ELSE 0 END AS short_part
    FROM pools p CROSS JOIN terms t
)
SELECT grower_id, period, pool_cents, retained_cents, distributable_cents, deadline, reached_cents,
    pending_part AS pending_cents, short_part AS missing_cents, excess_cents,
    CASE WHEN cause IS NOT NULL THEN cause WHEN pending_part > 0 THEN 'pending' ELSE 'whole' END AS outcome,
    ROW_NUMBER() OVER (ORDER BY short_part DESC, pending_part DESC, pool_cents DESC, grower_id, period) AS place
FROM placed
