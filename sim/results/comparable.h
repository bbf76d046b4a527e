#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace resettle {

/// Whether the arms of two study files may be compared replicate by replicate: same period, policy
/// start, scale and seed, and reference arms with the same results (digests of everything that does
/// not depend on subgroups or recorded persons) in the replicates that both have. Returns these.
/// Errors: InputError that names what differs (also input files and versions, if the reference arms
/// do not agree), with a remedy.
std::vector<std::int32_t> comparable_replicates(const std::filesystem::path& one,
                                                const std::filesystem::path& other);

}  // namespace resettle
