-- Output: where each period's pool lands, what of it may be kept, and by when it is due (contract, section 5). A pool of
-- zero or less distributes nothing and lands nowhere.
WITH split AS (
    SELECT
        o.grower_id, o.period, o.pool_cents,
        CASE WHEN o.pool_cents > 0 THEN r.landed_period END AS landed_period,
        CASE WHEN o.pool_cents > 0 THEN mul_div(o.pool_cents, t.retention_num, t.retention_den) ELSE 0 END
            AS retained_cents,
        period_last(COALESCE(r.landed_period, o.period), t.pool) AS last_day,
        t.pay_within_days
    FROM origin_pools o
    CROSS JOIN terms t
    JOIN pool_checks c ON c.run
    JOIN roads r ON r.grower_id = o.grower_id AND r.period = o.period
)
SELECT
    s.grower_id, s.period, s.landed_period, s.pool_cents, s.retained_cents,
    CASE WHEN s.pool_cents > 0 THEN s.pool_cents - s.retained_cents ELSE 0 END AS distributable_cents,
    CASE WHEN s.pool_cents > 0 THEN
        days_after(CASE WHEN d.latest_date > s.last_day THEN d.latest_date ELSE s.last_day END, s.pay_within_days)
    END AS deadline
FROM split s
LEFT JOIN buyer_paid_dates d ON d.grower_id = s.grower_id AND d.period = s.period
