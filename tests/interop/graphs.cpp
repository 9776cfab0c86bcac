// Builds the object graphs that graphs_tape.py describes, pickles each at protocols 2 to 5 under
// each memo policy, and two in a row with one Pickler; answers with the pickles, for graphs.py to
// compare.

#include "graphs.hpp"

#include <brine/base/endian.hpp>

#include <cstdint>
#include <exception>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace {

using namespace graphs;

/// In the order of graphs_tape.py.
enum class Op : std::uint8_t {
    none,
    boolean,
    integer,
    real,
    text,
    name,
    bytes,
    bytearray,
    list,
    tuple,
    dict,
    set,
    frozenset,
    global,
    instance,
    described,
    extend,
    update,
    fill,
    end
};
enum class Kind : std::uint8_t {
    point,
    box,
    marker,
    slotted,
    row,
    called,
    record,
    color,
    tuple_child
};

class Tape {
public:
    explicit Tape(std::string_view tape) : rest_(tape) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(take(1)[0]));
            value |= (byte & 0x7fU) << shift;
            if (byte < 0x80) {
                return value;
            }
        }
    }
    std::size_t size() { return static_cast<std::size_t>(number()); }
    std::string data() { return std::string(take(size())); }
    double real() { return brine::load_be<double>(take(8).data()); }

    template <class Read>
    auto many(Read read) {
        std::vector<decltype(read())> all;
        for (std::uint64_t n = number(); n > 0; --n) {
            all.push_back(read());
        }
        return all;
    }

private:
    std::string_view take(std::size_t size) {
        if (size > rest_.size()) {
            throw std::runtime_error("the tape is cut short");
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view rest_;
};

class Graph {
public:
    explicit Graph(std::string_view tape) : tape_(tape) {
        by_value_ = tape_.number() != 0;
        while (step()) {
        }
        for (std::size_t i = 0; by_value_ && i < objects_.size(); ++i) {
            objects_[i]->by_value = uses_[i] == 1;
        }
    }
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;
    ~Graph() {
        for (const auto& object : objects_) {
            object->value = {};  // breaks cycles
        }
    }

    [[nodiscard]] const Ref& root() const { return root_; }
    [[nodiscard]] bool by_value() const { return by_value_; }
    /// What is pickled before the root, where two pickles have one memo.
    [[nodiscard]] const Ref& first() const { return first_; }

private:
    Ref ref() {
        const std::size_t index = tape_.size();
        ++uses_.at(index);
        return {objects_[index]};
    }
    Refs refs() {
        return tape_.many([this] { return ref(); });
    }
    Entries entries() {
        return tape_.many([this] {
            Ref key = ref();
            return std::pair(std::move(key), ref());
        });
    }
    std::optional<Ref> maybe_ref() {
        return tape_.number() != 0 ? std::optional(ref()) : std::nullopt;
    }
    std::vector<brine::Keyword<Ref>> keywords() {
        return tape_.many([this] {
            std::string name = tape_.data();
            return brine::Keyword<Ref>{std::move(name), ref()};
        });
    }

    template <class T>
    T& target() {
        return std::get<T>(objects_.at(tape_.size())->value);
    }

    template <class T>
    bool add(T value) {
        objects_.push_back(std::make_shared<Object>(Object{std::move(value)}));
        uses_.push_back(0);
        return true;
    }

    bool step();
    bool add_instance();
    bool add_described();
    bool fill();

    Tape tape_;
    std::vector<std::shared_ptr<Object>> objects_;
    std::vector<std::size_t> uses_;
    Ref root_;
    Ref first_;
    bool by_value_ = false;
};

/// One instruction; false at the end.
bool Graph::step() {
    switch (static_cast<Op>(tape_.number())) {
        case Op::none:
            return add(std::monostate{});
        case Op::boolean:
            return add(tape_.number() != 0);
        case Op::integer:
            return add(brine::Int::from_twos_complement(tape_.data()));
        case Op::real:
            return add(tape_.real());
        case Op::text:
            return add(Text{tape_.data()});
        case Op::name:
            return add(Name{tape_.data()});
        case Op::bytes:
            return add(Bytes{tape_.data()});
        case Op::bytearray:
            return add(Bytearray{tape_.data()});
        case Op::list:
            return add(List{});
        case Op::tuple:
            return add(Tuple{refs()});
        case Op::dict:
            return add(Dict{});
        case Op::set:
            return add(Set{refs()});
        case Op::frozenset:
            return add(Frozenset{refs()});
        case Op::global: {
            std::string module = tape_.data();
            return add(brine::Global{std::move(module), tape_.data()});
        }
        case Op::instance:
            return add_instance();
        case Op::described:
            return add_described();
        case Op::extend: {
            Refs& items = target<List>().items;
            items = refs();
            return true;
        }
        case Op::update: {
            Entries& all = target<Dict>().entries;
            all = entries();
            return true;
        }
        case Op::fill:
            return fill();
        case Op::end:
            root_ = ref();
            first_ = Ref{objects_.at(tape_.size())};
            return false;
    }
    throw std::runtime_error("the tape holds an unknown instruction");
}

bool Graph::add_instance() {
    const auto construct = static_cast<brine::Construct>(tape_.number());
    brine::Global callable = target<brine::Global>();
    Refs args = refs();
    return add(
        Instance{construct, std::move(callable), std::move(args), keywords(), {}, {}, {}, {}});
}

bool Graph::add_described() {
    const auto kind = static_cast<Kind>(tape_.number());
    const Refs r = refs();
    const std::uint64_t number = tape_.number();
    switch (kind) {
        case Kind::point:
            return add(Point{r.at(0), r.at(1)});
        case Kind::box:
            return add(Box{r.at(0)});
        case Kind::marker:
            return add(Marker{});
        case Kind::slotted:
            return add(Slotted{r.at(0), r.at(1)});
        case Kind::row:
            return add(Row{r.at(0), r.at(1), r.at(2), r.at(3)});
        case Kind::called:
            return add(Called{r.at(0), r.at(1)});
        case Kind::record:
            return add(Record{r.at(0), r.at(1), r.at(2)});
        case Kind::color:
            return add(static_cast<Color>(number));
        case Kind::tuple_child:
            return add(TupleChild{r});
    }
    throw std::runtime_error("the tape holds an unknown kind");
}

/// The parts that an instance gets after it has been made.
bool Graph::fill() {
    Instance& instance = target<Instance>();
    instance.list_part = refs();
    instance.dict_part = entries();
    instance.state_part = maybe_ref();
    instance.setter_part = maybe_ref();
    return true;
}

void write_size(std::size_t size) {
    char bytes[4];
    brine::store_le<std::uint32_t>(bytes, static_cast<std::uint32_t>(size));
    std::cout.write(bytes, sizeof bytes);
}

template <class Write>
void answer(Write write) {
    bool fine = true;
    std::string pickle;
    try {
        pickle = write();
    } catch (const std::exception& error) {
        fine = false;
        pickle = error.what();
    }
    std::cout.put(fine ? '\1' : '\0');
    write_size(pickle.size());
    std::cout.write(pickle.data(), static_cast<std::streamsize>(pickle.size()));
}

void answer_all(const Graph& graph) {
    for (int protocol = 2; protocol <= 5; ++protocol) {
        brine::DumpOptions options{.protocol = protocol, .text = brine::text::surrogatepass};
        for (const auto memo : {brine::memo::standard, brine::memo::strings, brine::memo::python}) {
            options.memo = memo;
            answer([&] { return brine::dumps(graph.root(), options); });
        }
        answer([&] {
            std::ostringstream stream;
            brine::Pickler<std::ostringstream> pickler(stream, options);
            pickler.dump(graph.first());
            if (graph.by_value()) {
                pickler.clear_memo();  // values are not recognized, the root neither
            }
            pickler.dump(graph.root());
            return stream.str();
        });
    }
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    char size[4];
    while (std::cin.read(size, sizeof size)) {
        std::string tape(brine::load_le<std::uint32_t>(size), '\0');
        std::cin.read(tape.data(), static_cast<std::streamsize>(tape.size()));
        answer_all(Graph(tape));
        std::cout.flush();
    }
    return 0;
}
