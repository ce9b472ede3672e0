"""What works behind the pages, for who watches the system: jobs, lanes, the clock."""
