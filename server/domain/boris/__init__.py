"""BORIS projects (Friard & Gamba 2016): reading and writing the `.boris` JSON of project formats 4 to 7."""
