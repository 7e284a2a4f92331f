-- Money in, per buyer, grower and period (contract, section 4). NULL means that nobody reported it: unknown, not zero.
WITH books AS (
    SELECT
        m.buyer_id, m.grower_id, m.period, m.embedded_cents, w.word, w.grower_reported, reported.payments AS payments_reported,
        CASE WHEN reported.purchases THEN m.separate_cents + m.embedded_cents END AS due_cents,
        CASE WHEN reported.payments OR m.has_embedded THEN m.payments_cents + m.embedded_cents END AS paid_cents,
        CASE WHEN w.grower_reported THEN m.receipts_cents + m.embedded_cents END AS received_cents,
        CASE WHEN m.has_embedded THEN m.embedded_cents END AS priced_embedded_cents,
        CASE WHEN w.word = 'payments' THEN m.payments_cents ELSE m.receipts_cents END + m.embedded_cents
            AS pool_money_cents
    FROM money_by_period m
    CROSS JOIN reported
    JOIN words w ON w.buyer_id = m.buyer_id AND w.grower_id = m.grower_id
),
known AS (
    SELECT *,
        CASE
            WHEN payments_reported THEN paid_cents
            WHEN grower_reported THEN received_cents
            ELSE priced_embedded_cents
        END AS money_in_cents
    FROM books
)
SELECT
    buyer_id, grower_id, period, word, grower_reported, due_cents, paid_cents, received_cents, money_in_cents,
    due_cents - money_in_cents AS outstanding_cents,
    pool_money_cents
FROM known
