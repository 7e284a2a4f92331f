-- Per period in which pools landed, over all growers: the workers' share and what became of it. The newest comes first.
SELECT p.period,
    CAST(SUM(p.pool_cents) AS BIGINT) AS pool_cents,
    CAST(SUM(p.retained_cents) AS BIGINT) AS retained_cents,
    CAST(SUM(p.distributable_cents) AS BIGINT) AS distributable_cents,
    CAST(SUM(p.reached_cents) AS BIGINT) AS reached_cents,
    CAST(SUM(CASE WHEN t.as_of <= p.deadline THEN p.short_cents ELSE 0 END) AS BIGINT) AS pending_cents,
    CAST(SUM(CASE WHEN t.as_of > p.deadline THEN p.short_cents ELSE 0 END) AS BIGINT) AS missing_cents,
    ROW_NUMBER() OVER (ORDER BY p.period DESC) AS place
FROM pools p CROSS JOIN terms t
GROUP BY p.period
