// expect: brine: this type can be written and not loaded: no pickle holds text in this form
// expect: brine: this type can be written and not loaded: it views what something else owns
// expect: brine: this type can be written and not loaded: an exception
// expect: brine: this type can be written and not loaded: load a std::type_index
// expect: brine: this type can be written and not loaded: its codec has no
// expect: brine: this type is loaded into an object that is there already
#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <typeinfo>
#include <vector>

template <class T>
void use(std::string_view pickle) {
    static_cast<void>(brine::loads<T>(pickle));
}

#ifdef BRINE_FAIL
template void use<const char*>(std::string_view);
template void use<std::u16string_view>(std::string_view);
template void use<std::span<int>>(std::string_view);
template void use<std::type_info>(std::string_view);
template void use<std::system_error>(std::string_view);
template void use<std::vector<brine::Boxed>>(std::string_view);
template void use<std::vector<std::reference_wrapper<int>>>(std::string_view);
#else
template void use<std::string>(std::string_view);
template void use<std::u16string>(std::string_view);
template void use<std::vector<int>>(std::string_view);
template void use<std::runtime_error>(std::string_view);
template void use<std::vector<brine::Document>>(std::string_view);
#endif
