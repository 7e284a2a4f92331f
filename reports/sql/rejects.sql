-- The rows set aside, each with its place in the records and, if it was brought in from there, in its sender's file.
SELECT r.table_name, r.source_file, r.source_row, o.from_file, o.from_sheet, o.from_row, r.column_name, r.value, r.reason,
    ROW_NUMBER() OVER (ORDER BY r.table_name, r.source_file, r.source_row, r.column_name) AS place
FROM rejects r
LEFT JOIN provenance o ON o.source_file = r.source_file AND o.source_row = r.source_row
