"""What a pickle may name, and do anything to."""


class Meta(type):
    """Stands for whatever a pickle names: callable, a class, with all that a pickle may do to it,
    and so is what a call of it gives."""

    def __new__(cls, *args, **kwargs):
        return super().__new__(cls, "Any", (), {"__new__": lambda *args, **kwargs: Meta()})

    def __init__(cls, *args, **kwargs):
        pass

    def __call__(cls, *args, **kwargs):
        return Meta()

    def nothing(cls, *args):
        pass

    append = extend = add = __setitem__ = __setstate__ = nothing
