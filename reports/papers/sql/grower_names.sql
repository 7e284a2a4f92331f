-- What a grower is called on the run's day; without a name there, its identifier.
WITH named AS (
    SELECT g.grower_id, g.name, ROW_NUMBER() OVER (PARTITION BY g.grower_id ORDER BY g.from_date DESC NULLS LAST) AS newest
    FROM growers g CROSS JOIN terms t
    WHERE (g.from_date IS NULL OR g.from_date <= t.as_of) AND g.name IS NOT NULL AND g.name <> ''
)
SELECT grower_id, name FROM named WHERE newest = 1 ORDER BY grower_id
