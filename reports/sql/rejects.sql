-- The rows set aside, each with its place in the records.
SELECT table_name, source_file, source_row, column_name, value, reason,
    ROW_NUMBER() OVER (ORDER BY table_name, source_file, source_row, column_name) AS place
FROM rejects
