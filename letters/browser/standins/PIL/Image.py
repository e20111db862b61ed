"""The names that ReportLab and pypdfium2 look for."""


class Image:
    """No picture is ever one."""


def open(*_arguments: object, **_options: object) -> Image:
    """Refuse, as Pillow refuses what is no picture."""
    raise OSError("there are no raster pictures here")
