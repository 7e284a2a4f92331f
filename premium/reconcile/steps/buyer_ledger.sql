-- Output: money in, per buyer, grower and period (contract, sections 4 and 11).
SELECT buyer_id, grower_id, period, due_cents, paid_cents, received_cents, outstanding_cents
FROM ledger
