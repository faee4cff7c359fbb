"""What people see: records in, Block Kit out, nothing else."""
