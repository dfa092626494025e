from comptoir.project.cli import main

main(prog_name="comptoir")
