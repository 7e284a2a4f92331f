-- What answers: findings by kind, with the article that the program puts them under. The gravest class comes first.
SELECT kind, answers, COUNT(*) AS findings, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents,
    article, class, title, remedy, remedy_days,
    ROW_NUMBER() OVER (
        ORDER BY CASE class WHEN 'zero-tolerance' THEN 1 WHEN 'serious' THEN 2 WHEN 'process' THEN 3 ELSE 4 END,
        abs(SUM(amount_cents)) DESC NULLS LAST, kind, answers
    ) AS place
FROM findings
GROUP BY kind, answers, article, class, title, remedy, remedy_days
