-- The growers that have something to answer.
SELECT DISTINCT grower_id FROM findings WHERE answers = 'grower' AND ($grower IS NULL OR grower_id = $grower)
ORDER BY grower_id
