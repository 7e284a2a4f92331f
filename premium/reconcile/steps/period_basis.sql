-- What a grower's pool is shared by in a period with wage lines: the basis it declared, in force on the period's first
-- day, else the program's (contract, section 3).
SELECT w.grower_id, w.period, COALESCE(g.basis, t.basis) AS basis_kind
FROM (SELECT DISTINCT grower_id, period FROM worked) w
CROSS JOIN terms t
LEFT JOIN grower_terms g ON g.grower_id = w.grower_id AND w.period BETWEEN g.from_date AND g.last_date
