from screens.programs import Program

PROGRAMS: list[Program] = []
