#pragma once

#include <cstddef>
#include <span>
#include <vector>

// Chunks as HDF5's shuffle and deflate filters store them. Thread-safe; needs no file, so that
// worker threads compress while one thread writes (Variable::write_chunk).

namespace resettle {

/// The chunk as HDF5's deflate filter stores it (zlib format). `level` is 1 (fast) to 9.
/// Errors: std::logic_error for another level, std::bad_alloc.
std::vector<std::byte> compress_chunk(std::span<const std::byte> chunk, int level);

/// The chunk as HDF5's shuffle filter stores it: first bytes of all elements, then second bytes,
/// and so on. Goes before compress_chunk. The size is a multiple of `element_size` (bytes).
std::vector<std::byte> shuffle_bytes(std::span<const std::byte> chunk, std::size_t element_size);

}  // namespace resettle
