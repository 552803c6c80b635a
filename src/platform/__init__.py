"""What every module stands on. The platform imports no module, and only it imports vendors."""
