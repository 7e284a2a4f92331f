-- What a buyer's purchases from a grower are due in a period came in or is outstanding, and no due is lost on the way to the
-- ledger. It starts from the purchases.
SELECT p.buyer_id || ' ' || p.grower_id || ' ' || CAST(p.period AS STRING) AS place,
    p.separate_cents + p.embedded_cents AS left_side,
    COALESCE(l.money_in_cents + l.outstanding_cents, l.due_cents) AS right_side
FROM purchases_by_period p
CROSS JOIN reported
LEFT JOIN ledger l ON l.buyer_id = p.buyer_id AND l.grower_id = p.grower_id AND l.period = p.period
WHERE reported.purchases AND (
    l.due_cents IS NULL
    OR p.separate_cents + p.embedded_cents <> l.due_cents
    OR p.separate_cents + p.embedded_cents <> COALESCE(l.money_in_cents + l.outstanding_cents, l.due_cents)
)
