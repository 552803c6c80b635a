"""The shop, one package a capability. Their order, and what may import what, is in docs/architecture.md."""
