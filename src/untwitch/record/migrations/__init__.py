"""The steps from the first schema to the present one, run by Alembic."""
