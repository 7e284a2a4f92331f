-- The files that an answer has rows of, in the order of their names.
SELECT source_file FROM payroll UNION SELECT source_file FROM receipts UNION SELECT source_file FROM sales
UNION SELECT source_file FROM payments UNION SELECT source_file FROM purchases UNION SELECT source_file FROM growers
UNION SELECT source_file FROM standing UNION SELECT source_file FROM placed_rejects
ORDER BY source_file
