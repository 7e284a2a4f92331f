-- Output: one row per finding, a violation where the program has an article for it (contract, sections 10 and 11).
SELECT
    f.finding_id, f.kind, f.answers, f.buyer_id, f.grower_id, f.worker_id, f.period, f.ref, f.amount_cents, f.quantity,
    c.article, c.class, c.title, c.remedy, CAST(c.remedy_days AS INTEGER) AS remedy_days
FROM (
    SELECT DISTINCT finding_id, kind, answers, buyer_id, grower_id, worker_id, period, ref, amount_cents, quantity
    FROM identified
) f
LEFT JOIN codes c ON c.finding = f.kind
