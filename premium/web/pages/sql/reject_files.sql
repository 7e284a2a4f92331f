-- The files with rows set aside, by what is wrong first, most rows first.
SELECT table_name, source_file, column_name, split_part(reason, ':', 1) AS code, MIN(reason) AS reason, COUNT(*) AS rows
FROM placed_rejects
WHERE ($grower IS NULL OR grower_id = $grower)
GROUP BY table_name, source_file, column_name, split_part(reason, ':', 1)
ORDER BY rows DESC, table_name, source_file, column_name, code
LIMIT 200
