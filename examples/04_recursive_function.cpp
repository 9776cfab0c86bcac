// Python functions that no Python file defines, written by C++: a recursive one, and two that call
// each other. Python loads them and calls them. Read by Python 3.6 and newer.
//
// Two ideas make it work. The pickle says how to make the object: a function without any names
// around it. Then comes its state, the names that it knows, among them the function itself. A
// function takes no state by itself, so the pickle brings a state setter along: a callable that is
// called as setter(function, state).

#include <brine/brine.hpp>

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct Function {
    std::string name;
    std::string source;  // its def statement

    /// Functions that it calls, itself among them; whoever makes them owns them.
    std::map<std::string, std::weak_ptr<Function>> names = {};
};

/// The value of a Python expression, computed where the pickle is loaded.
struct Expression {
    std::string_view text;
};
template <>
struct brine::codec<Expression> {
    static auto reduce(const Expression& expression) {
        return brine::reduce(brine::global("builtins", "eval"), expression.text);
    }
};

/// The code object of a def statement. It is compiled where it is loaded: byte code differs from
/// one Python to the next, source does not.
struct Code {
    std::string_view source;
};
template <>
struct brine::codec<Code> {
    static auto reduce(const Code& code) {
        constexpr Expression compiler{
            "lambda source: next(code for code in compile(source, 'C++', 'exec').co_consts"
            " if hasattr(code, 'co_code'))"};
        return brine::reduce(compiler, code.source);
    }
};

template <>
struct brine::codec<Function> {
    static auto reduce(const Function& function) {
        constexpr Expression no_names{"{'__builtins__': __builtins__}"};
        constexpr Expression setter{"lambda function, names: function.__globals__.update(names)"};
        return brine::reduce(brine::global("types", "FunctionType"), Code{function.source},
                             no_names, function.name)
            .state(function.names)  // may lead back to the function, which exists by now
            .state_setter(setter);
    }
};

int main(int, char** argv) {
    const auto factorial = std::make_shared<Function>(
        Function{"factorial", "def factorial(n): return 1 if n < 2 else n * factorial(n - 1)"});
    factorial->names["factorial"] = factorial;

    const auto even = std::make_shared<Function>(
        Function{"even", "def even(n): return n == 0 or odd(abs(n) - 1)"});
    const auto odd = std::make_shared<Function>(
        Function{"odd", "def odd(n): return n != 0 and even(abs(n) - 1)"});
    even->names["odd"] = odd;
    odd->names["even"] = even;

    std::ofstream file(argv[1], std::ios::binary);
    const std::map<std::string, std::shared_ptr<Function>> functions = {{"factorial", factorial},
                                                                        {"is_even", even}};
    brine::dump(functions, file, {.protocol = 4});
}
