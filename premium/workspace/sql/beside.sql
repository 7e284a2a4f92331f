-- The findings of two runs beside each other, by their facts: kind, parties, period and ref. The amount is no part of it.
SELECT
    COALESCE(n.kind, o.kind) AS kind,
    COALESCE(n.answers, o.answers) AS answers,
    COALESCE(n.buyer_id, o.buyer_id) AS buyer_id,
    COALESCE(n.grower_id, o.grower_id) AS grower_id,
    COALESCE(n.worker_id, o.worker_id) AS worker_id,
    COALESCE(n.period, o.period) AS period,
    COALESCE(n.ref, o.ref) AS ref,
    CASE
        WHEN o.finding_id IS NULL THEN 'appeared'
        WHEN n.finding_id IS NULL THEN 'vanished'
        WHEN o.amount_cents IS DISTINCT FROM n.amount_cents OR o.quantity IS DISTINCT FROM n.quantity THEN 'changed'
        ELSE 'same'
    END AS became,
    o.amount_cents AS older_cents,
    n.amount_cents AS newer_cents,
    o.quantity AS older_quantity,
    n.quantity AS newer_quantity,
    o.finding_id AS older_id,
    n.finding_id AS newer_id
FROM older o
FULL JOIN newer n
    ON n.kind = o.kind
    AND n.buyer_id IS NOT DISTINCT FROM o.buyer_id
    AND n.grower_id IS NOT DISTINCT FROM o.grower_id
    AND n.worker_id IS NOT DISTINCT FROM o.worker_id
    AND n.period IS NOT DISTINCT FROM o.period
    AND n.ref IS NOT DISTINCT FROM o.ref
