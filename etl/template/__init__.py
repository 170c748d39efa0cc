"""The workbook of a layer that a department fills in, made from the declaration alone."""

from etl.template.workbook import declaration_mark, template_name, write_template

__all__ = ["declaration_mark", "template_name", "write_template"]
