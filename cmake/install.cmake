# Install rules: the headers, and a package for find_package(brine).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/brine)
set(version_file ${PROJECT_BINARY_DIR}/brine-config-version.cmake)
# Before 1.0 a minor version may break things.
write_basic_package_version_file(${version_file}
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)

install(TARGETS brine EXPORT brine-targets FILE_SET HEADERS)
install(EXPORT brine-targets NAMESPACE brine:: DESTINATION ${package_dir})
install(FILES ${PROJECT_SOURCE_DIR}/cmake/brine-config.cmake ${version_file}
    DESTINATION ${package_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
