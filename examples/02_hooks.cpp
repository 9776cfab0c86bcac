// Hooks: one dumps() writes some objects in its own way, without touching their types.
//
// A hook is any object with a method reducer_override (or persistent_id, see 03). The parameter
// says what it wants to be asked about, be it an int or a std::string. It answers with what Python
// shall do instead, or declines; then the next hook is asked, and in the end the type's own codec.

#include <brine/brine.hpp>

#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

struct Wind {
    double east, north;
};
template <>
struct brine::codec<Wind> : brine::record<&Wind::east, &Wind::north> {};

struct Report {
    std::string station;
    std::string day;
    std::vector<int> celsius;
    Wind wind;
    std::string note;
};
template <>
struct brine::codec<Report> : brine::record<&Report::station, &Report::day, &Report::celsius,
                                            &Report::wind, &Report::note> {};

/// What this weather service means by its numbers and texts.
struct Conventions {
    static constexpr int missing = -999;

    /// A number that was not measured becomes math.nan; every other int stays what it is.
    std::optional<brine::Global> reducer_override(int celsius) const {
        if (celsius != missing) {
            return std::nullopt;
        }
        return brine::global("math", "nan");
    }

    /// "2024-05-01" becomes datetime.date(2024, 5, 1).
    auto reducer_override(const std::string& text) const {
        int year = 0, month = 0, day = 0;
        const bool is_date = std::sscanf(text.c_str(), "%4d-%2d-%2d", &year, &month, &day) == 3;
        const auto date = brine::reduce(brine::global("datetime", "date"), year, month, day);
        return is_date ? std::optional(date) : std::nullopt;
    }
};

/// Asked second, about texts that Conventions declined.
struct Privacy {
    int hidden = 0;

    auto reducer_override(const std::string& text) {
        const auto stars = brine::reduce(brine::global("operator", "mul"), "*", text.size());
        const bool is_address = text.find('@') != std::string::npos;
        hidden += is_address ? 1 : 0;
        return is_address ? std::optional(stars) : std::nullopt;
    }
};

int main(int, char** argv) {
    const std::vector<Report> reports = {
        {"Jena", "2024-05-01", {14, Conventions::missing, 17}, {1.5, -2.0}, "calm"},
        {"Kiel", "2024-05-02", {9, 11, 12}, {-6.0, 0.5}, "ask ann@example.org"},
    };

    // Hooks are asked in this order. dispatch<T> comes last: what one exact type becomes in this
    // pickle, here a complex number in place of the record that Wind's codec makes.
    Privacy privacy;
    const std::string pickle = brine::dumps(
        reports, {}, Conventions(), privacy, brine::dispatch<Wind>([](const Wind& wind) {
            return brine::reduce(brine::global("builtins", "complex"), wind.east, wind.north);
        }));

    std::ofstream(argv[1], std::ios::binary) << pickle;
    return privacy.hidden == 1 ? 0 : 1;
}
