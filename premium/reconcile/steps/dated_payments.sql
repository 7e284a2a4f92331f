-- A buyer's payment with the period that it is for: the one that holds for_period, else paid_date (contract, section 1).
SELECT
    p.buyer_id, p.grower_id, p.payment_id, p.paid_date, p.amount_cents,
    period_of(COALESCE(p.for_period, p.paid_date), t.pool, t.week_start) AS period,
    p.source_file, p.source_row
FROM payments p
CROSS JOIN terms t
