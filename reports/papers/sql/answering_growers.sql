-- The growers that have something to answer.
SELECT DISTINCT grower_id FROM letter_findings ORDER BY grower_id
