# The fmt that is installed is compiled for another machine or standard library: the package beside
# this file takes its headers alone.
set(fmt_DIR ${CMAKE_CURRENT_LIST_DIR}/fmt)
