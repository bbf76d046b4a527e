#include "io/chunk.h"

#include <memory>
#include <new>

#include <libdeflate.h>

#include "core/errors.h"

namespace resettle {

std::vector<std::byte> compress_chunk(std::span<const std::byte> chunk, int level) {
  require(level >= 1 && level <= 9, "deflate level must be 1 to 9");
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(level), libdeflate_free_compressor);
  if (compressor == nullptr) throw std::bad_alloc();
  std::vector<std::byte> stored(libdeflate_zlib_compress_bound(compressor.get(), chunk.size()));
  const std::size_t size = libdeflate_zlib_compress(compressor.get(), chunk.data(), chunk.size(),
                                                    stored.data(), stored.size());
  require(size > 0, "a chunk does not fit its own bound");
  stored.resize(size);
  return stored;
}

std::vector<std::byte> shuffle_bytes(std::span<const std::byte> chunk, std::size_t element_size) {
  require(element_size > 0 && chunk.size() % element_size == 0, "a chunk must hold whole elements");
  const std::size_t elements = chunk.size() / element_size;
  std::vector<std::byte> shuffled(chunk.size());
  for (std::size_t i = 0; i < elements; ++i) {
    for (std::size_t b = 0; b < element_size; ++b) {
      shuffled[b * elements + i] = chunk[i * element_size + b];
    }
  }
  return shuffled;
}

}  // namespace resettle
