# The program of a consumer, and what it must not have inherited.
add_executable(consumer ${CMAKE_CURRENT_LIST_DIR}/main.cpp)
target_link_libraries(consumer PRIVATE brine::brine)
if(NOT MSVC)
    target_compile_options(consumer PRIVATE -Wall -Wextra -Wconversion -Werror)
endif()

if(TARGET brine_warnings OR TARGET brine_dev)
    message(FATAL_ERROR "a consumer sees brine's own build settings")
endif()
