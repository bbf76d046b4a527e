#pragma once

#include <cstddef>

#include <nlohmann/json.hpp>

namespace resettle::bench {

/// Processor, threads, caches, memory, load, compiler and commit.
nlohmann::ordered_json describe_machine();

/// Size of the last-level cache, bytes.
std::size_t last_level_cache_bytes();

/// Memory this process has on the heap now, bytes.
std::size_t heap_bytes();

/// The most memory this process ever had in use, bytes.
std::size_t peak_memory_bytes();

}  // namespace resettle::bench
