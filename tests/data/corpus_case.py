"""How the modules *_objects.py declare what is pickled. For every Python since 2.7."""

import collections
import sys

Case = collections.namedtuple("Case", "name what make protocols since until works")


class Cases(list):
    """In the order in which they were declared."""

    def __call__(self, what, protocols=range(6), since=(2, 7), until=(9,), works=None):
        """Declares a function that makes an object, for the Pythons since <= version < until.

        works(object) tells whether a copy of it does what it should.
        """
        def declare(make):
            self.append(Case(make.__name__, what, make, protocols, since, until, works))
            return make

        return declare

    def for_this_python(self):
        return [case for case in self if case.since <= sys.version_info[:2] < case.until]
