-- What the monitor knows of a grower, with the days on which it holds, both inclusive (contract, section 2).
WITH dated AS (
    SELECT grower_id, place, basis, from_date, COALESCE(from_date, DATE '0001-01-01') AS first_date,
        source_file, source_row
    FROM growers
)
SELECT
    grower_id, place, basis, first_date AS from_date,
    COALESCE(
        days_after(LEAD(first_date) OVER (PARTITION BY grower_id ORDER BY from_date NULLS FIRST), -1),
        DATE '9999-12-31'
    ) AS last_date
FROM dated
