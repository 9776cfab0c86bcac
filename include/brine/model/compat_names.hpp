#pragma once
// The names that moved between Python 2 and 3, both ways, for protocols below 3 ("fix_imports").
// Python: Lib/_compat_pickle.py of 3.6 to 3.12, from which 3.13 took tkinter.tix out.

#include <array>
#include <compare>
#include <cstddef>
#include <string_view>

namespace brine {

struct NamePair {
    std::string_view module, name;

    friend constexpr auto operator<=>(const NamePair&, const NamePair&) = default;
};

namespace detail {

struct RenamedName {
    NamePair from, to;

    friend constexpr auto operator<=>(const RenamedName&, const RenamedName&) = default;
};

struct RenamedModule {
    std::string_view from, to;

    friend constexpr auto operator<=>(const RenamedModule&, const RenamedModule&) = default;
};

// clang-format off

// Of `exceptions` in Python 2 and of `builtins` in Python 3.
inline constexpr std::array compat_exceptions = std::to_array<std::string_view>({
    "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BufferError",
    "BytesWarning", "DeprecationWarning", "EOFError", "EnvironmentError", "Exception",
    "FloatingPointError", "FutureWarning", "GeneratorExit", "IOError", "ImportError",
    "ImportWarning", "IndentationError", "IndexError", "KeyError", "KeyboardInterrupt",
    "LookupError", "MemoryError", "NameError", "NotImplementedError", "OSError", "OverflowError",
    "PendingDeprecationWarning", "ReferenceError", "RuntimeError", "RuntimeWarning",
    "StopIteration", "SyntaxError", "SyntaxWarning", "SystemError", "SystemExit", "TabError",
    "TypeError", "UnboundLocalError", "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError",
    "UnicodeTranslateError", "UnicodeWarning", "UserWarning", "ValueError", "Warning",
    "ZeroDivisionError",
});

// Of `builtins` in Python 3, and OSError in Python 2.
inline constexpr std::array compat_os_errors = std::to_array<std::string_view>({
    "BrokenPipeError", "ChildProcessError", "ConnectionAbortedError", "ConnectionError",
    "ConnectionRefusedError", "ConnectionResetError", "FileExistsError", "FileNotFoundError",
    "InterruptedError", "IsADirectoryError", "NotADirectoryError", "PermissionError",
    "ProcessLookupError", "TimeoutError",
});

// Python 2, Python 3: mapped both ways.
inline constexpr std::array compat_names = std::to_array<RenamedName>({
    {{"UserDict", "IterableUserDict"}, {"collections", "UserDict"}},
    {{"UserList", "UserList"}, {"collections", "UserList"}},
    {{"UserString", "UserString"}, {"collections", "UserString"}},
    {{"__builtin__", "intern"}, {"sys", "intern"}},
    {{"__builtin__", "long"}, {"builtins", "int"}},
    {{"__builtin__", "reduce"}, {"functools", "reduce"}},
    {{"__builtin__", "unichr"}, {"builtins", "chr"}},
    {{"__builtin__", "unicode"}, {"builtins", "str"}},
    {{"__builtin__", "xrange"}, {"builtins", "range"}},
    {{"_multiprocessing", "Connection"}, {"multiprocessing.connection", "Connection"}},
    {{"_socket", "fromfd"}, {"socket", "fromfd"}},
    {{"itertools", "ifilter"}, {"builtins", "filter"}},
    {{"itertools", "ifilterfalse"}, {"itertools", "filterfalse"}},
    {{"itertools", "imap"}, {"builtins", "map"}},
    {{"itertools", "izip"}, {"builtins", "zip"}},
    {{"itertools", "izip_longest"}, {"itertools", "zip_longest"}},
    {{"multiprocessing", "AuthenticationError"},
     {"multiprocessing.context", "AuthenticationError"}},
    {{"multiprocessing", "BufferTooShort"}, {"multiprocessing.context", "BufferTooShort"}},
    {{"multiprocessing", "ProcessError"}, {"multiprocessing.context", "ProcessError"}},
    {{"multiprocessing", "TimeoutError"}, {"multiprocessing.context", "TimeoutError"}},
    {{"multiprocessing.forking", "Popen"}, {"multiprocessing.popen_fork", "Popen"}},
    {{"multiprocessing.process", "Process"}, {"multiprocessing.context", "Process"}},
    {{"urllib", "ContentTooShortError"}, {"urllib.error", "ContentTooShortError"}},
    {{"urllib", "getproxies"}, {"urllib.request", "getproxies"}},
    {{"urllib", "pathname2url"}, {"urllib.request", "pathname2url"}},
    {{"urllib", "quote"}, {"urllib.parse", "quote"}},
    {{"urllib", "quote_plus"}, {"urllib.parse", "quote_plus"}},
    {{"urllib", "unquote"}, {"urllib.parse", "unquote"}},
    {{"urllib", "unquote_plus"}, {"urllib.parse", "unquote_plus"}},
    {{"urllib", "url2pathname"}, {"urllib.request", "url2pathname"}},
    {{"urllib", "urlcleanup"}, {"urllib.request", "urlcleanup"}},
    {{"urllib", "urlencode"}, {"urllib.parse", "urlencode"}},
    {{"urllib", "urlopen"}, {"urllib.request", "urlopen"}},
    {{"urllib", "urlretrieve"}, {"urllib.request", "urlretrieve"}},
    {{"urllib2", "HTTPError"}, {"urllib.error", "HTTPError"}},
    {{"urllib2", "URLError"}, {"urllib.error", "URLError"}},
    {{"whichdb", "whichdb"}, {"dbm", "whichdb"}},
});

// Python 2, Python 3: mapped from 2 to 3 alone.
inline constexpr std::array compat_names_2to3 = std::to_array<RenamedName>({
    {{"UserDict", "UserDict"}, {"collections", "UserDict"}},
    {{"__builtin__", "basestring"}, {"builtins", "str"}},
    {{"exceptions", "StandardError"}, {"builtins", "Exception"}},
    {{"socket", "_socketobject"}, {"socket", "SocketType"}},
});

// Python 3, Python 2: mapped from 3 to 2 alone.
inline constexpr std::array compat_names_3to2 = std::to_array<RenamedName>({
    {{"_functools", "reduce"}, {"__builtin__", "reduce"}},
    {{"_socket", "socket"}, {"socket", "_socketobject"}},
    {{"builtins", "ModuleNotFoundError"}, {"exceptions", "ImportError"}},
    {{"http.server", "CGIHTTPRequestHandler"}, {"CGIHTTPServer", "CGIHTTPRequestHandler"}},
    {{"http.server", "SimpleHTTPRequestHandler"}, {"SimpleHTTPServer", "SimpleHTTPRequestHandler"}},
    {{"tkinter.filedialog", "FileDialog"}, {"FileDialog", "FileDialog"}},
    {{"tkinter.filedialog", "LoadFileDialog"}, {"FileDialog", "LoadFileDialog"}},
    {{"tkinter.filedialog", "SaveFileDialog"}, {"FileDialog", "SaveFileDialog"}},
    {{"tkinter.simpledialog", "SimpleDialog"}, {"SimpleDialog", "SimpleDialog"}},
    {{"xmlrpc.server", "DocCGIXMLRPCRequestHandler"},
     {"DocXMLRPCServer", "DocCGIXMLRPCRequestHandler"}},
    {{"xmlrpc.server", "DocXMLRPCRequestHandler"}, {"DocXMLRPCServer", "DocXMLRPCRequestHandler"}},
    {{"xmlrpc.server", "DocXMLRPCServer"}, {"DocXMLRPCServer", "DocXMLRPCServer"}},
    {{"xmlrpc.server", "ServerHTMLDoc"}, {"DocXMLRPCServer", "ServerHTMLDoc"}},
    {{"xmlrpc.server", "XMLRPCDocGenerator"}, {"DocXMLRPCServer", "XMLRPCDocGenerator"}},
});

// Modules, in the same three groups.
inline constexpr std::array compat_modules = std::to_array<RenamedModule>({
    {"BaseHTTPServer", "http.server"}, {"ConfigParser", "configparser"},
    {"Cookie", "http.cookies"}, {"Dialog", "tkinter.dialog"}, {"HTMLParser", "html.parser"},
    {"Queue", "queue"}, {"ScrolledText", "tkinter.scrolledtext"},
    {"SimpleXMLRPCServer", "xmlrpc.server"}, {"SocketServer", "socketserver"},
    {"Tix", "tkinter.tix"}, {"Tkconstants", "tkinter.constants"}, {"Tkdnd", "tkinter.dnd"},
    {"Tkinter", "tkinter"}, {"__builtin__", "builtins"}, {"_abcoll", "collections.abc"},
    {"_winreg", "winreg"}, {"anydbm", "dbm"}, {"commands", "subprocess"},
    {"cookielib", "http.cookiejar"}, {"copy_reg", "copyreg"}, {"dbhash", "dbm.bsd"},
    {"dbm", "dbm.ndbm"}, {"dumbdbm", "dbm.dumb"}, {"dummy_thread", "_dummy_thread"},
    {"gdbm", "dbm.gnu"}, {"htmlentitydefs", "html.entities"}, {"httplib", "http.client"},
    {"markupbase", "_markupbase"}, {"repr", "reprlib"}, {"robotparser", "urllib.robotparser"},
    {"test.test_support", "test.support"}, {"thread", "_thread"},
    {"tkColorChooser", "tkinter.colorchooser"}, {"tkCommonDialog", "tkinter.commondialog"},
    {"tkFileDialog", "tkinter.filedialog"}, {"tkFont", "tkinter.font"},
    {"tkMessageBox", "tkinter.messagebox"}, {"tkSimpleDialog", "tkinter.simpledialog"},
    {"ttk", "tkinter.ttk"}, {"urllib2", "urllib.request"}, {"urlparse", "urllib.parse"},
    {"xmlrpclib", "xmlrpc.client"},
});

inline constexpr std::array compat_modules_2to3 = std::to_array<RenamedModule>({
    {"CGIHTTPServer", "http.server"}, {"DocXMLRPCServer", "xmlrpc.server"},
    {"FileDialog", "tkinter.filedialog"}, {"SimpleDialog", "tkinter.simpledialog"},
    {"SimpleHTTPServer", "http.server"}, {"StringIO", "io"}, {"UserDict", "collections"},
    {"UserList", "collections"}, {"UserString", "collections"},
    {"_elementtree", "xml.etree.ElementTree"}, {"cPickle", "pickle"}, {"cStringIO", "io"},
    {"whichdb", "dbm"},
});

inline constexpr std::array compat_modules_3to2 = std::to_array<RenamedModule>({
    {"_bz2", "bz2"}, {"_dbm", "dbm"}, {"_functools", "functools"}, {"_gdbm", "gdbm"},
    {"_pickle", "pickle"},
});

// clang-format on

template <class Rows>
consteval bool ascending(const Rows& rows) {
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (!(rows[i - 1] < rows[i])) return false;
    return true;
}

static_assert(compat_exceptions.size() == 47 && ascending(compat_exceptions));
static_assert(compat_os_errors.size() == 14 && ascending(compat_os_errors));
static_assert(compat_names.size() == 37 && ascending(compat_names));
static_assert(compat_names_2to3.size() == 4 && ascending(compat_names_2to3));
static_assert(compat_names_3to2.size() == 14 && ascending(compat_names_3to2));
static_assert(compat_modules.size() == 42 && ascending(compat_modules));
static_assert(compat_modules_2to3.size() == 13 && ascending(compat_modules_2to3));
static_assert(compat_modules_3to2.size() == 5 && ascending(compat_modules_3to2));

// From end to end, so that one table serves both ways; most rows differ in length already.
template <class Row, std::size_t Size, class Key>
constexpr const Row* find_row(const std::array<Row, Size>& rows, Key Row::*column,
                              const Key& key) noexcept {
    for (const Row& row : rows)
        if (row.*column == key) return &row;
    return nullptr;
}

template <std::size_t Size>
constexpr bool lists_name(const std::array<std::string_view, Size>& names,
                          std::string_view name) noexcept {
    for (const std::string_view listed : names)
        if (listed == name) return true;
    return false;
}

}  // namespace detail

/// What Pickler.save_global writes below protocol 3. Not one to one: any OSError becomes OSError.
[[nodiscard]] constexpr NamePair to_python2(std::string_view module,
                                            std::string_view name) noexcept {
    using namespace detail;
    if (module == "builtins") {
        if (lists_name(compat_exceptions, name)) return {"exceptions", name};
        if (lists_name(compat_os_errors, name)) return {"exceptions", "OSError"};
    }
    const NamePair global{module, name};
    if (const auto* row = find_row(compat_names, &RenamedName::to, global)) return row->from;
    if (const auto* row = find_row(compat_names_3to2, &RenamedName::from, global)) return row->to;
    if (const auto* row = find_row(compat_modules, &RenamedModule::to, module))
        return {row->from, name};
    if (const auto* row = find_row(compat_modules_3to2, &RenamedModule::from, module))
        return {row->to, name};
    return global;
}

/// What Unpickler.find_class looks up below protocol 3.
[[nodiscard]] constexpr NamePair to_python3(std::string_view module,
                                            std::string_view name) noexcept {
    using namespace detail;
    if (module == "exceptions" && lists_name(compat_exceptions, name)) return {"builtins", name};
    const NamePair global{module, name};
    if (const auto* row = find_row(compat_names, &RenamedName::from, global)) return row->to;
    if (const auto* row = find_row(compat_names_2to3, &RenamedName::from, global)) return row->to;
    if (const auto* row = find_row(compat_modules, &RenamedModule::from, module))
        return {row->to, name};
    if (const auto* row = find_row(compat_modules_2to3, &RenamedModule::from, module))
        return {row->to, name};
    return global;
}

}  // namespace brine
