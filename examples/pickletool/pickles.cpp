#include "pickles.hpp"

#include <cstddef>
#include <span>

#include <fmt/format.h>

#include "failure.hpp"

namespace pickletool {
namespace {

std::vector<std::string> read_files(const std::vector<std::string>& paths) {
    std::vector<std::string> contents;
    for (const std::string& path : paths) {
        contents.push_back(Input(path).read_all());
    }
    return contents;
}

std::vector<brine::buffer> views_of(const std::vector<std::string>& contents) {
    std::vector<brine::buffer> views;
    for (const std::string& content : contents) {
        views.emplace_back(std::span<const char>(content));
    }
    return views;
}

}  // namespace

Pickles::Pickles(const Arguments& arguments)
    : arguments_(arguments),
      input_(arguments.input),
      contents_(read_files(arguments.buffers)),
      buffers_(views_of(contents_)),
      unpickler_(input_, options()) {}

brine::LoadOptions Pickles::options() const {
    brine::LoadOptions options;
    options.encoding = arguments_.encoding;
    options.errors = arguments_.errors;
    options.buffers = buffers_;
    options.limits = arguments_.limits();
    return options;
}

bool Pickles::next(brine::Document& document) {
    if (count_ > 0 && (!arguments_.all || unpickler_.at_end())) {
        return false;
    }
    start_ += consumed();
    ++count_;
    try {
        unpickler_.load_into(document);
    } catch (const brine::UnpicklingError& error) {
        throw Failure(place(), error.what());
    }
    input_.progress().clear();
    return true;
}

std::string Pickles::place() const {
    return arguments_.all
               ? fmt::format("{}, pickle {} at byte {}", arguments_.input, count_, start_)
               : arguments_.input;
}

}  // namespace pickletool
