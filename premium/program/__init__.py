"""A program as data: its model, its loader, its rules as tables, and the program files that come with us."""

from premium.program.load import LoadedProgram, load, read, shipped
from premium.program.model import Program
from premium.program.rules import RuleTable, rule_tables

__all__ = ["LoadedProgram", "Program", "RuleTable", "load", "read", "rule_tables", "shipped"]
