#include <brine/base/type_name.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"

using brine::enumerator_name;
using brine::member_name;
using brine::type_name;

namespace outer::inner {

struct Point {
    double x, y;
    union {
        int as_int;
        float as_float;
    };
    struct Nested {
        int depth;
    } nested;
    std::map<std::string, std::vector<int>> table;
    unsigned char trailing_;
    int long_name_with_digits_42;
    int caf\u00e9;
    int method();
};

struct Left {
    int left;
};
struct Both : Left, Point {
    int own;
};

template <class T>
struct Box {
    T content;
    template <class U>
    struct Lid {
        U colour;
    };
    enum class State { open, closed };
};

enum class Colour : signed char { red = 1, blue = -1 };
enum Plain { plain_one = 7, plain_two };

}  // namespace outer::inner

namespace {

struct Hidden {
    int secret;
};
enum class HiddenEnum { only };

}  // namespace

// A codec that lists private members in its base clause, as the declarative tier does.
template <class T>
struct codec;

template <auto... Members>
struct described {
    template <auto Member>
    struct one {
        static constexpr std::string_view name = member_name<Member>();
    };
    static constexpr std::string_view names[] = {one<Members>::name...};
};

class Account {
    std::string owner_;
    double balance_ = 0;
    friend struct codec<Account>;

public:
    double balance() const { return balance_; }
    const std::string& owner() const { return owner_; }
};

template <>
struct codec<Account> : described<&Account::owner_, &Account::balance_> {};

template <class T>
class Generic {
    T value_;
    friend struct codec<Generic>;
};

template <class T>
struct codec<Generic<T>> : described<&Generic<T>::value_> {};

using namespace outer::inner;

TEST_CASE("type_name: a data member tells its own name") {
    STATIC_REQUIRE(member_name<&Point::x>() == "x");
    STATIC_REQUIRE(member_name<&Point::y>() == "y");
    STATIC_REQUIRE(member_name<&Point::table>() == "table");
    STATIC_REQUIRE(member_name<&Point::trailing_>() == "trailing_");
    STATIC_REQUIRE(member_name<&Point::long_name_with_digits_42>() == "long_name_with_digits_42");
    STATIC_REQUIRE(member_name<&Point::caf\u00e9>() == "caf\xc3\xa9");
    STATIC_REQUIRE(member_name<&Point::method>() == "method");
    CHECK(member_name<&Point::y>().data()[1] == '\0');
}

TEST_CASE("type_name: members of unions, nested classes and bases") {
    STATIC_REQUIRE(member_name<&Point::as_int>() == "as_int");
    STATIC_REQUIRE(member_name<&Point::as_float>() == "as_float");
    STATIC_REQUIRE(member_name<&Point::nested>() == "nested");
    STATIC_REQUIRE(member_name<&Point::Nested::depth>() == "depth");
    STATIC_REQUIRE(member_name<&Both::left>() == "left");
    STATIC_REQUIRE(member_name<&Both::y>() == "y");
    STATIC_REQUIRE(member_name<&Both::own>() == "own");
}

TEST_CASE("type_name: members of templates, local classes and anonymous namespaces") {
    STATIC_REQUIRE(member_name<&Box<int>::content>() == "content");
    STATIC_REQUIRE(member_name<&Box<std::vector<std::string>>::content>() == "content");
    STATIC_REQUIRE(member_name<&Box<int>::Lid<char>::colour>() == "colour");
    STATIC_REQUIRE(member_name<&Hidden::secret>() == "secret");
    struct Local {
        int here;
    };
    STATIC_REQUIRE(member_name<&Local::here>() == "here");
}

TEST_CASE("type_name: private members named inside a codec") {
    STATIC_REQUIRE(codec<Account>::names[0] == "owner_");
    STATIC_REQUIRE(codec<Account>::names[1] == "balance_");
    STATIC_REQUIRE(codec<Generic<std::string>>::names[0] == "value_");
}

TEST_CASE("type_name: an enumerator tells its own name") {
    CHECK(enumerator_name<Colour::red>() == "red");
    STATIC_REQUIRE(enumerator_name<Colour::blue>() == "blue");
    STATIC_REQUIRE(enumerator_name<static_cast<Colour>(-1)>() == "blue");
    STATIC_REQUIRE(enumerator_name<plain_two>() == "plain_two");
    STATIC_REQUIRE(enumerator_name<HiddenEnum::only>() == "only");
    STATIC_REQUIRE(enumerator_name<Box<int>::State::closed>() == "closed");
}

TEST_CASE("type_name: a value without an enumerator has no name") {
    STATIC_REQUIRE(enumerator_name<static_cast<Colour>(5)>().empty());
    STATIC_REQUIRE(enumerator_name<static_cast<Colour>(-5)>().empty());
    STATIC_REQUIRE(enumerator_name<static_cast<HiddenEnum>(3)>().empty());
    STATIC_REQUIRE(enumerator_name<static_cast<Box<std::string>::State>(3)>().empty());
}

TEST_CASE("type_name: a type as the compiler spells it") {
    STATIC_REQUIRE(type_name<int>() == "int");
    STATIC_REQUIRE(type_name<double>() == "double");
    STATIC_REQUIRE(type_name<Point>() == "outer::inner::Point");
    STATIC_REQUIRE(type_name<Colour>() == "outer::inner::Colour");
    STATIC_REQUIRE(type_name<Box<int>>() == "outer::inner::Box<int>");
    CHECK(type_name<std::vector<Hidden>>().find("Hidden") != std::string_view::npos);
    CHECK(type_name<const char*>().find("const char") == 0);
}
