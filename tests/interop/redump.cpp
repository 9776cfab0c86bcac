// Reads pickles and writes them back, for redump.py and corpus.py. A request is a line: the
// protocol, the memo, the encoding of Python 2's strings, the size of the pickle, and for each
// out-of-band buffer its size, with an r in front where it is readonly and a w where not. The
// pickle and the buffers follow. The answer is "ok" or "error", a size, and the pickle or the
// message.
#include <cstddef>
#include <deque>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <brine/dumps.hpp>
#include <brine/loads.hpp>

namespace {

const std::map<std::string_view, brine::memo> memos{{"standard", brine::memo::standard},
                                                    {"python", brine::memo::python},
                                                    {"strings", brine::memo::strings}};
const std::map<std::string_view, brine::encoding> encodings{{"latin1", brine::encoding::latin1},
                                                            {"bytes", brine::encoding::bytes}};

std::string read(std::size_t size) {
    std::string data(size, '\0');
    std::cin.read(data.data(), static_cast<std::streamsize>(size));
    return data;
}

std::string redump(const std::string& request) {
    std::istringstream words(request);
    brine::DumpOptions writing;
    brine::LoadOptions reading;
    std::string memo;
    std::string encoding;
    std::size_t size = 0;
    words >> writing.protocol >> memo >> encoding >> size;
    writing.memo = memos.at(memo);
    reading.encoding = encodings.at(encoding);
    const std::string pickle = read(size);

    std::deque<std::string> memory;
    std::vector<brine::buffer> buffers;
    char access = 0;
    while (words >> access >> size) {
        memory.push_back(read(size));
        buffers.emplace_back(std::as_bytes(std::span(memory.back())), access == 'r');
    }
    reading.buffers = buffers;
    return brine::dumps(brine::loads(pickle, reading), writing);
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    std::string request;
    while (std::getline(std::cin, request)) {
        std::string verdict = "ok";
        std::string answer;
        try {
            answer = redump(request);
        } catch (const brine::PickleError& error) {
            verdict = "error";
            answer = error.what();
        }
        std::cout << verdict << ' ' << answer.size() << '\n' << answer << std::flush;
    }
}
