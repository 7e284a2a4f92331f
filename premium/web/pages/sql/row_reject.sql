-- Why a row was set aside, if it was.
SELECT column_name, value, reason FROM rejects WHERE source_file = $file AND source_row = $row ORDER BY column_name LIMIT 50
