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

/// Begins a new peak of peak_memory_bytes, where the system can (Linux).
void restart_peak_memory();

/// The most memory this process had in use since restart_peak_memory, bytes; 0 if unknown.
std::size_t peak_memory_bytes();

}  // namespace resettle::bench
