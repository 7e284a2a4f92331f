-- One row: the way of all premium, for the head of the first page.
SELECT t.due_cents, t.money_in_cents, t.pool_cents, t.retained_cents, t.distributable_cents, t.reached_cents,
    t.pending_cents, t.missing_cents
FROM totals t
