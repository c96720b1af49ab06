"""One test or more for each row of the faults that delivery must survive: `test_fault_07_…`."""
