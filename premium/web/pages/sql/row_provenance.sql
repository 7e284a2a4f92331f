-- Where a row's sender wrote it.
SELECT from_file, from_sheet, from_row FROM provenance WHERE source_file = $file AND source_row = $row LIMIT 1
