-- Growers of some weeks, in the order of their ids; one in which any of these weeks has the state that is asked for.
SELECT DISTINCT grower_id
FROM weeks
WHERE week BETWEEN $first AND $last
    AND ($state IS NULL OR state = $state)
    AND ($grower IS NULL OR grower_id = $grower)
    AND ($after IS NULL OR grower_id > $after)
ORDER BY grower_id
LIMIT $most
