-- A grower's receipt with the period that it is for: the one that holds for_period, else received_date (contract, section 1).
SELECT
    p.buyer_id, p.grower_id, p.receipt_id, p.received_date, p.amount_cents,
    period_of(COALESCE(p.for_period, p.received_date), t.pool, t.week_start) AS period,
    p.source_file, p.source_row
FROM receipts p
CROSS JOIN terms t
