// Reads pickles and writes them back, for redump.py. A request is a line of options, the size of
// the pickle and the pickle; the answer is "ok" or "error", a size, and the pickle or the message.
#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

#include <brine/dumps.hpp>
#include <brine/loads.hpp>

namespace {

std::string redump(std::string_view pickle, int protocol, const std::string& memo) {
    brine::DumpOptions options;
    options.protocol = protocol;
    options.memo = memo == "python"    ? brine::memo::python
                   : memo == "strings" ? brine::memo::strings
                                       : brine::memo::standard;
    brine::LoadOptions reading;
    reading.encoding = brine::encoding::latin1;
    const brine::Document document = brine::loads(pickle, reading);
    return brine::dumps(document, options);
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    int protocol = 0;
    std::string memo;
    std::size_t size = 0;
    while (std::cin >> protocol >> memo >> size && std::cin.get() == '\n') {
        std::string pickle(size, '\0');
        std::cin.read(pickle.data(), static_cast<std::streamsize>(size));
        std::string verdict = "ok";
        std::string answer;
        try {
            answer = redump(pickle, protocol, memo);
        } catch (const brine::PickleError& error) {
            verdict = "error";
            answer = error.what();
        }
        std::cout << verdict << ' ' << answer.size() << '\n' << answer << std::flush;
    }
}
