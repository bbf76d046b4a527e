#include "io/chunk.h"

#include <new>

#include <zlib.h>

#include "core/errors.h"

namespace resettle {

std::vector<std::byte> compress_chunk(std::span<const std::byte> chunk, int level) {
  require(level >= 1 && level <= 9, "deflate level must be 1 to 9");
  uLongf size = compressBound(static_cast<uLong>(chunk.size()));
  std::vector<std::byte> stored(size);
  const int status = compress2(reinterpret_cast<Bytef*>(stored.data()), &size,
                               reinterpret_cast<const Bytef*>(chunk.data()),
                               static_cast<uLong>(chunk.size()), level);
  if (status == Z_MEM_ERROR) throw std::bad_alloc();
  require(status == Z_OK, "zlib refused a chunk");
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
