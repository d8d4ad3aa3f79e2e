"""The engine: rules wired by argument names, checked, and run. It knows nothing of benefits."""
