"""What people read: tables, CSV files, figures and clients' stories, made from measures and logs."""
