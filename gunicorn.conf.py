"""How gunicorn serves MitWirkung; it reads this file from the folder that it is started in."""

workers = 2
# a worker with one thread answers nobody while it prints a PDF for somebody
threads = 4
