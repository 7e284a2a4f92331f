-- Why a row of this answer was set aside, if it was.
SELECT table_name, column_name, value, reason, from_file, from_sheet, from_row
FROM placed_rejects WHERE source_file = $file AND source_row = $row ORDER BY column_name LIMIT 50
