"""What is kept between two runs: one SQLite file, its tables, its migrations.

`texts_on_demand` is the light way in; everything else imports SQLAlchemy.
"""
