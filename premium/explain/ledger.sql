-- What the books say of a buyer, grower and period.
SELECT l.*, t.buyer_pays_within_days, days_after(period_last(l.period, t.pool), t.buyer_pays_within_days) AS pay_by, t.as_of
FROM ledger l CROSS JOIN terms t
WHERE l.buyer_id = $buyer AND l.grower_id = $grower AND l.period = $period
