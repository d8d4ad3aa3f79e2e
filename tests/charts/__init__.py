"""Tests that need the extra `charts`; they run where it is installed, and only there."""
