-- How many growers' weeks stand how.
SELECT state, COUNT(*) AS cells
FROM weeks
WHERE week BETWEEN $first AND $last AND ($grower IS NULL OR grower_id = $grower)
GROUP BY state
