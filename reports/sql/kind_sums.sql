-- Per kind of finding, over whoever answers and whatever article it is under: what is above zero and what below. They
-- take from each other in a sum.
SELECT kind, COUNT(*) AS findings, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents,
    CAST(SUM(CASE WHEN amount_cents > 0 THEN amount_cents END) AS BIGINT) AS above_zero_cents,
    CAST(SUM(CASE WHEN amount_cents < 0 THEN amount_cents END) AS BIGINT) AS below_zero_cents
FROM findings
GROUP BY kind
