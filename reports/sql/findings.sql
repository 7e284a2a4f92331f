-- Every finding with its place within its kind: the largest first.
SELECT finding_id, kind, answers, buyer_id, grower_id, worker_id, period, ref, amount_cents, quantity,
    ROW_NUMBER() OVER (
        PARTITION BY kind ORDER BY abs(amount_cents) DESC NULLS LAST, abs(quantity) DESC NULLS LAST, finding_id
    ) AS place
FROM findings
