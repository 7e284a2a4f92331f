-- Rows set aside, by file and row; a row is one however many of its cells are wrong.
WITH placed AS (
    SELECT r.*, ROW_NUMBER() OVER (ORDER BY table_name, source_file, source_row, column_name) AS place, COUNT(*) OVER () AS total
    FROM placed_rejects r
    WHERE ($grower IS NULL OR grower_id = $grower) AND ($table IS NULL OR table_name = $table)
)
SELECT * FROM placed WHERE place > $after ORDER BY place LIMIT $most
