-- A row of sales that is of this answer.
SELECT * FROM sales WHERE source_file = $file AND source_row = $row
