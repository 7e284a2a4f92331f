-- What answers: findings by kind, with the article that the program puts them under. The gravest class comes first.
-- Where some amounts are above zero and some below, they take from each other: then both sums stand apart too.
SELECT kind, answers, COUNT(*) AS findings, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents,
    CASE WHEN MIN(amount_cents) < 0 AND MAX(amount_cents) > 0
        THEN CAST(SUM(CASE WHEN amount_cents > 0 THEN amount_cents END) AS BIGINT) END AS above_zero_cents,
    CASE WHEN MIN(amount_cents) < 0 AND MAX(amount_cents) > 0
        THEN CAST(SUM(CASE WHEN amount_cents < 0 THEN amount_cents END) AS BIGINT) END AS below_zero_cents,
    article, class, title, remedy, remedy_days,
    ROW_NUMBER() OVER (
        ORDER BY CASE class WHEN 'zero-tolerance' THEN 1 WHEN 'serious' THEN 2 WHEN 'process' THEN 3 ELSE 4 END,
        SUM(abs(amount_cents)) DESC NULLS LAST, kind, answers
    ) AS place
FROM findings
GROUP BY kind, answers, article, class, title, remedy, remedy_days
