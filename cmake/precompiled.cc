// Carries the precompiled headers of gancho_pch(); it has no code of its own.
